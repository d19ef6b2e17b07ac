package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Softmax within runs of channels. */
final class SoftmaxBlock extends StageBlock {

  private final List<TowerStage.Channels> ranges;

  SoftmaxBlock(int channels, List<TowerStage.Channels> ranges) {
    super(channels);
    this.ranges = List.copyOf(ranges);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    List<NDArray> parts = new ArrayList<>();
    int done = 0;
    for (TowerStage.Channels range : ranges) {
      if (range.from() > done) {
        parts.add(run(input, done, range.from()));
      }
      done = range.from() + range.count();
      parts.add(run(input, range.from(), done).softmax(-1));
    }
    if (done < channels()) {
      parts.add(run(input, done, channels()));
    }
    return FusionBlock.join(parts, -1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    List<OnnxValue> parts = new ArrayList<>();
    int done = 0;
    for (TowerStage.Channels range : ranges) {
      if (range.from() > done) {
        parts.add(ops.slice(input, -1, done, range.from()));
      }
      done = range.from() + range.count();
      parts.add(ops.softmax(ops.slice(input, -1, range.from(), done), -1));
    }
    if (done < channels()) {
      parts.add(ops.slice(input, -1, done, channels()));
    }
    return ops.concatenate(parts, -1);
  }

  /** Some channels of the last axis. */
  static NDArray run(NDArray input, int from, int to) {
    return input.get("..., {}:{}", from, to);
  }
}
