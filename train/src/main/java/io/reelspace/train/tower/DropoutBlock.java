package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.Dropout;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** Dropout (Srivastava et al. 2014); nothing outside of training. */
final class DropoutBlock extends StageBlock {

  private final double rate;

  DropoutBlock(int channels, double rate) {
    super(channels);
    this.rate = rate;
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    if (!pass.training() || rate == 0) {
      return input;
    }
    return pass.masks()
        .map(masks -> input.mul(masks.next(input, rate)))
        .orElseGet(() -> Dropout.dropout(input, (float) rate, true).singletonOrThrow());
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return input;
  }
}
