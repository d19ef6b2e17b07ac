package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** The last step that exists; zero where none does. */
final class LastPoolingBlock extends StageBlock {

  LastPoolingBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray first = mask.get(new NDIndex(":, 0:1"));
    NDArray next = mask.get(new NDIndex(":, 1:")).concat(first.mul(0f), 1);
    return input.mul(mask.sub(next).expandDims(2)).sum(new int[] {1});
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue first = ops.slice(mask, 1, 0, 1);
    OnnxValue rest = ops.slice(mask, 1, 1, Long.MAX_VALUE);
    OnnxValue next = ops.concatenate(List.of(rest, ops.times(first, 0f)), 1);
    return ops.sum(ops.times(input, ops.expand(ops.minus(mask, next), 2)), 1, false);
  }
}
