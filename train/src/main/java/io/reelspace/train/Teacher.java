package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.gradient.Constants;
import io.reelspace.train.loss.Distillation;
import io.reelspace.train.loss.EmbeddedBatch;
import java.util.Arrays;

/**
 * What another space makes of the training examples, for a student that follows it.
 *
 * @param videos its embeddings, one step a row; rows after these are made-up pictures, of which it
 *     knows nothing
 * @param texts its embeddings of captions
 * @param loss how similarities follow
 * @param weight of this loss; that of the recipe has the rest to one
 */
public record Teacher(FeatureTable videos, FeatureTable texts, Distillation loss, double weight) {

  /** The space that teaches, as a recipe names it. */
  public record Choice(String space, double temperature, double weight) {}

  /** Refuses other examples than those that are learned from. */
  public Teacher {
    if (videos.channels() != texts.channels()) {
      throw new BadInputException(
          "The teacher's pictures have %d values, its texts %d."
              .formatted(videos.channels(), texts.channels()));
    }
  }

  /** A batch's loss with the teacher's part in it. */
  NDArray joined(NDArray own, EmbeddedBatch batch, PairBatch rows, NDManager manager) {
    int[] seen = known(rows.videos(), videos);
    int[] read = known(rows.captions(), texts);
    if (seen.length == 0 || read.length == 0) {
      return own;
    }
    EmbeddedBatch both =
        new EmbeddedBatch(
            picked(batch.videos(), seen, manager),
            picked(batch.texts(), read, manager),
            java.util.Optional.empty(),
            batch.scale(),
            batch.bias());
    NDArray follows =
        loss.evaluate(
            both,
            embeddings(videos, rows.videos(), seen, manager),
            embeddings(texts, rows.captions(), read, manager));
    return Constants.times(own, 1 - weight).add(Constants.times(follows, weight));
  }

  /** Places in a batch of which the teacher knows something. */
  private static int[] known(int[] rows, FeatureTable table) {
    return java.util.stream.IntStream.range(0, rows.length)
        .filter(i -> rows[i] < table.rows())
        .toArray();
  }

  private static NDArray picked(NDArray all, int[] places, NDManager manager) {
    if (places.length == all.getShape().get(0)) {
      return all;
    }
    NDArray chosen = manager.create(Arrays.stream(places).asLongStream().toArray());
    return all.get(Constants.copy(chosen));
  }

  private static NDArray embeddings(
      FeatureTable table, int[] rows, int[] places, NDManager manager) {
    int channels = table.channels();
    float[] values = new float[places.length * channels];
    for (int i = 0; i < places.length; i++) {
      table.read(rows[places[i]], 0, 0, values, i * channels);
    }
    return manager.create(values, new Shape(places.length, channels));
  }
}
