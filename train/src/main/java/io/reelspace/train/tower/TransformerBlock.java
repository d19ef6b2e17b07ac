package io.reelspace.train.tower;

/** Positions, then layers of attention and feed-forward, then a last normalisation. */
final class TransformerBlock extends StageSequence {

  TransformerBlock(int channels, TowerStage.Transformer config) {
    super(channels);
    if (config.positions()) {
      then("positions", new PositionBlock(channels));
    }
    for (int i = 0; i < config.layers(); i++) {
      then("attention", new AttentionBlock(channels, config.heads(), config.dropout()));
      then("feed", new FeedForwardBlock(channels, config.hidden(), config.dropout()));
    }
    then("norm", new LayerNormalisationBlock(channels));
  }
}
