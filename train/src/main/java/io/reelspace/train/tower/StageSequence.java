package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** A stage that is made of others, one after the other. */
abstract class StageSequence extends StageBlock {

  private final List<StageBlock> parts = new ArrayList<>();

  /** A sequence with so many channels in its output. */
  StageSequence(int channels) {
    super(channels);
  }

  /** Adds the next part. */
  final void then(String name, StageBlock next) {
    parts.add(part(name, next));
  }

  @Override
  final NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray value = input;
    for (StageBlock part : parts) {
      value = part.apply(pass, value, mask);
    }
    return value;
  }

  @Override
  final OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue value = input;
    for (StageBlock part : parts) {
      value = part.write(ops, value, mask);
    }
    return value;
  }
}
