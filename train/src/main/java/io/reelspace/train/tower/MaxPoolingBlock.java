package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** The maximum of every channel over the steps that exist; zero where none does. */
final class MaxPoolingBlock extends StageBlock {

  MaxPoolingBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray open = input.add(Masks.exclusion(mask).expandDims(2));
    return open.max(new int[] {1}).mul(Masks.presence(mask));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue open = ops.plus(input, ops.expand(ops.exclusion(mask), 2));
    return ops.times(ops.maximum(open, 1, false), Masks.presence(ops, mask));
  }
}
