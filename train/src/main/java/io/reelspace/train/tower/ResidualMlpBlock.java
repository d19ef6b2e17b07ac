package io.reelspace.train.tower;

/** A linear projection followed by residual feed-forward blocks. */
final class ResidualMlpBlock extends StageSequence {

  ResidualMlpBlock(int inputs, TowerStage.ResidualMlp config) {
    super(config.dimension());
    then("projection", new LinearBlock(inputs, config.dimension()));
    for (int i = 0; i < config.blocks(); i++) {
      then("block", new FeedForwardBlock(config.dimension(), config.hidden(), config.dropout()));
    }
  }
}
