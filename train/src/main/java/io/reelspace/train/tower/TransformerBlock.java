package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Positions, then layers of attention and feed-forward, then a last normalisation. */
final class TransformerBlock extends StageBlock {

  private final List<StageBlock> parts = new ArrayList<>();

  TransformerBlock(int channels, TowerStage.Transformer config) {
    super(channels);
    if (config.positions()) {
      parts.add(part("positions", new PositionBlock(channels)));
    }
    for (int i = 0; i < config.layers(); i++) {
      parts.add(part("attention", new AttentionBlock(channels, config.heads(), config.dropout())));
      parts.add(part("feed", new FeedForwardBlock(channels, config.hidden(), config.dropout())));
    }
    parts.add(part("norm", new LayerNormalisationBlock(channels)));
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
