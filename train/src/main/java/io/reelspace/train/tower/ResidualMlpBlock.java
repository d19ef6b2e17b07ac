package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** A linear projection followed by residual feed-forward blocks. */
final class ResidualMlpBlock extends StageBlock {

  private final List<StageBlock> parts = new ArrayList<>();

  ResidualMlpBlock(int inputs, TowerStage.ResidualMlp config) {
    super(config.dimension());
    parts.add(part("projection", new LinearBlock(inputs, config.dimension())));
    for (int i = 0; i < config.blocks(); i++) {
      parts.add(
          part(
              "block",
              new FeedForwardBlock(config.dimension(), config.hidden(), config.dropout())));
    }
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray value = input;
    for (StageBlock part : parts) {
      value = part.apply(pass, value, mask);
    }
    return value;
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue value = input;
    for (StageBlock part : parts) {
      value = part.write(ops, value, mask);
    }
    return value;
  }
}
