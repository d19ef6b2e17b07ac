package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Stacked recurrent layers with dropout between them. */
final class RecurrentBlock extends StageBlock {

  private final List<StageBlock> parts = new ArrayList<>();

  RecurrentBlock(RecurrentCell cell, int inputs, TowerStage.Lstm config) {
    super(config.hidden() * (config.bidirectional() ? 2 : 1));
    int channels = inputs;
    for (int i = 0; i < config.layers(); i++) {
      if (i > 0) {
        parts.add(part("dropout", new DropoutBlock(channels, config.dropout())));
      }
      parts.add(
          part(
              "layer",
              new RecurrentLayerBlock(cell, channels, config.hidden(), config.bidirectional())));
      channels = channels();
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
