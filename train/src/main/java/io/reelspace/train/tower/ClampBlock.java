package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** Values cut off on both sides of zero. */
final class ClampBlock extends StageBlock {

  private final float limit;

  ClampBlock(int channels, double limit) {
    super(channels);
    this.limit = (float) limit;
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return input.clip(-limit, limit);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.graph()
        .apply("Clip", input, ops.graph().constant(-limit), ops.graph().constant(limit));
  }
}
