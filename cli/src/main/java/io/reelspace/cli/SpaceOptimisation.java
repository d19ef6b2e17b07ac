package io.reelspace.cli;

import io.reelspace.optimise.Precision;
import io.reelspace.optimise.Reduction;
import io.reelspace.optimise.Sweep;
import java.util.List;
import java.util.Optional;

/**
 * A space with its smaller forms measured, and the one that was picked.
 *
 * @param fit on training embeddings
 * @param sweep measured on others
 * @param chosen the smallest form within the limits; empty when there is none
 */
record SpaceOptimisation(Reduction.Fit fit, Sweep sweep, Optional<Sweep.Option> chosen) {

  /**
   * What is wanted of the smaller space.
   *
   * @param loss share of R@10 that may be lost
   * @param bytes most of a stored vector
   * @param precisions those that may be picked
   * @param whiten whether kept dimensions are scaled to the same variance
   */
  record Limits(double loss, int bytes, List<Precision> precisions, boolean whiten) {}

  static SpaceOptimisation run(EmbeddedTask training, EmbeddedTask measured, Limits limits) {
    Reduction.Fit fit = Reduction.Fit.on(training.texts(), training.media(), limits.whiten());
    Sweep sweep =
        Sweep.of(
            fit,
            training.media(),
            new Sweep.Measured(measured.texts(), measured.media(), measured.task().relevance()),
            Sweep.dimensions(fit.mostDimensions()));
    return new SpaceOptimisation(
        fit, sweep, sweep.smallest(limits.loss(), limits.bytes(), limits.precisions()));
  }

  /** The chosen dimension in float32. */
  Optional<Sweep.Option> float32() {
    return chosen.flatMap(option ->
        sweep.options().stream()
            .filter(each ->
                each.dimension() == option.dimension() && each.precision() == Precision.FLOAT32)
            .findFirst());
  }
}
