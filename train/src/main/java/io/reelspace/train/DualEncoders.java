package io.reelspace.train;

import io.reelspace.train.loss.SimilarityScale;
import io.reelspace.train.tower.EmbeddingNetwork;

/** Builds the network of a recipe. */
final class DualEncoders {

  private DualEncoders() {}

  /** Fresh weights; channels are those of the features that the readers read. */
  static DualEncoder of(Recipe recipe, SideReader videos, SideReader texts) {
    Recipe.Temperature temperature = recipe.temperature();
    int dimension = recipe.dimension();
    DualEncoder encoder =
        new DualEncoder(
            new EmbeddingNetwork(videos.modalities(), recipe.video().fusion(), dimension),
            new EmbeddingNetwork(texts.modalities(), recipe.text().fusion(), dimension),
            new SimilarityScale(1 / temperature.start(), temperature.bias(), temperature.learned()),
            recipe.seed());
    encoder.tune("video", videos.tuned());
    encoder.tune("text", texts.tuned());
    return encoder;
  }
}
