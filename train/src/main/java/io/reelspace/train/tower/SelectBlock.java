package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** Some runs of channels, side by side. */
final class SelectBlock extends StageBlock {

  private final List<TowerStage.Channels> ranges;

  SelectBlock(List<TowerStage.Channels> ranges) {
    super(ranges.stream().mapToInt(TowerStage.Channels::count).sum());
    this.ranges = List.copyOf(ranges);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return FusionBlock.join(
        ranges.stream()
            .map(range -> SoftmaxBlock.run(input, range.from(), range.from() + range.count()))
            .toList(),
        -1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.concatenate(
        ranges.stream()
            .map(r -> ops.slice(input, -1, r.from(), r.from() + (long) r.count()))
            .toList(),
        -1);
  }
}
