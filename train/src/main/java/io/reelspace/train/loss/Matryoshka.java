package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.gradient.Constants;
import java.util.List;

/**
 * Matryoshka representation learning (Kusupati et al. 2022): the loss holds at once for the first d
 * dimensions, for several d, so that a short prefix of an embedding is an embedding too.
 *
 * <p>{@code L = sum_d weight_d * loss(first d dimensions, scaled to length one)}.
 *
 * @param loss what holds at every size
 * @param prefixes sizes and weights; the whole dimension belongs among them
 */
public record Matryoshka(PairLoss loss, List<Prefix> prefixes) implements Loss {

  /** The first so many dimensions, and how much they count. */
  public record Prefix(int dimensions, double weight) {}

  /** Keeps its own copy. */
  public Matryoshka {
    prefixes = List.copyOf(prefixes);
  }

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray sum = batch.scale().getManager().zeros(batch.scale().sum().getShape());
    for (Prefix prefix : prefixes) {
      NDArray part = loss.evaluate(batch.first(prefix.dimensions()));
      sum = sum.add(Constants.times(part, prefix.weight()));
    }
    return sum;
  }
}
