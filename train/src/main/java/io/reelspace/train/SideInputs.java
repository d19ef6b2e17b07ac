package io.reelspace.train;

import io.reelspace.train.features.StepKind;
import io.reelspace.train.tower.TowerInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How the features of all encoders of a side lie side by side before its tower in a space: those of
 * frames (or texts) in one input, those of clips in another, those of sounds in a third.
 *
 * @param recipe of the side
 * @param kinds of features by their names
 * @param channels of features by their names
 */
record SideInputs(
    Recipe.Side recipe, Function<String, StepKind> kinds, Function<String, Integer> channels) {

  /**
   * The inputs that there are.
   *
   * @param timed whether there are sequences, or single rows
   */
  List<TowerInput> of(boolean timed) {
    List<TowerInput> all = new ArrayList<>();
    for (StepKind kind : StepKind.values()) {
      List<String> order =
          recipe.features().stream().filter(name -> kinds.apply(name) == kind).toList();
      if (!order.isEmpty()) {
        all.add(
            new TowerInput(
                name(kind),
                order.stream().map(channels).toList(),
                recipe.modalities().stream()
                    .map(input ->
                        input.features().stream().map(order::indexOf).filter(i -> i >= 0).toList())
                    .toList(),
                timed,
                kind != StepKind.FRAMES));
      }
    }
    return all;
  }

  private static String name(StepKind kind) {
    return switch (kind) {
      case FRAMES -> TowerInput.FEATURES;
      case CLIPS -> TowerInput.CLIPS;
      case SOUNDS -> TowerInput.SOUNDS;
    };
  }
}
