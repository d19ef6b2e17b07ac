package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** The mean over the steps that exist; zero where none does. */
final class MeanPoolingBlock extends StageBlock {

  MeanPoolingBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    if (input.getShape().get(1) == 1) { // the same in a third of the passes over memory
      return input.reshape(input.getShape().get(0), channels()).mul(mask);
    }
    NDArray sum = input.mul(mask.expandDims(2)).sum(new int[] {1});
    return sum.div(mask.sum(new int[] {1}, true).maximum(1f));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue sum = ops.sum(ops.times(input, ops.expand(mask, 2)), 1, false);
    return ops.over(sum, ops.atLeast(ops.sum(mask, 1, true), 1f));
  }
}
