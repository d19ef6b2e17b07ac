package io.reelspace.train.tower;

/** Stacked recurrent layers with dropout between them. */
final class RecurrentBlock extends StageSequence {

  RecurrentBlock(RecurrentCell cell, int inputs, TowerStage.Lstm config) {
    super(config.hidden() * (config.bidirectional() ? 2 : 1));
    int channels = inputs;
    for (int i = 0; i < config.layers(); i++) {
      if (i > 0) {
        then("dropout", new DropoutBlock(channels, config.dropout()));
      }
      then(
          "layer",
          new RecurrentLayerBlock(cell, channels, config.hidden(), config.bidirectional()));
      channels = channels();
    }
  }
}
