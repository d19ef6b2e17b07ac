package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** Scales the last axis to length one. */
final class NormaliseBlock extends StageBlock {

  NormaliseBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return unit(input, -1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.normalise(input, -1);
  }

  /** {@code x / max(|x|, 1e-12)} along an axis. */
  static NDArray unit(NDArray input, int axis) {
    return input.normalize(2, axis, 1e-12);
  }
}
