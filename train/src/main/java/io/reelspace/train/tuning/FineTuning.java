package io.reelspace.train.tuning;

import io.reelspace.train.Recipe;
import io.reelspace.train.optimiser.AdamWConfig;
import java.util.List;

/**
 * The second stage of a recipe: layers of encoders are trained together with towers that were
 * trained before.
 *
 * @param encoders with the layers that are trained
 * @param schedule of this stage
 * @param optimiser of this stage
 */
public record FineTuning(
    List<LayerChoice> encoders, Recipe.Schedule schedule, AdamWConfig optimiser) {

  /** Keeps its own copy. */
  public FineTuning {
    encoders = List.copyOf(encoders);
  }
}
