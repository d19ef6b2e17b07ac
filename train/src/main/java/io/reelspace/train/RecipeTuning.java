package io.reelspace.train;

import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.tuning.FineTuning;
import io.reelspace.train.tuning.LayerChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The section {@code fine-tuning} of a recipe. */
final class RecipeTuning {

  private RecipeTuning() {}

  static FineTuning read(YamlSection section, Recipe recipe) {
    try (section) {
      List<LayerChoice> encoders = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (YamlSection each : section.sections("encoders")) {
        LayerChoice choice = choice(each);
        if (!names.add(choice.encoder())) {
          throw each.error("names the features " + choice.encoder() + " a second time");
        }
        requireUsed(each, choice.encoder(), recipe);
        encoders.add(choice);
      }
      if (encoders.isEmpty()) {
        throw section.error("needs at least one encoder under encoders");
      }
      Recipe.Schedule schedule = RecipeFile.schedule(section.section("schedule"));
      AdamWConfig optimiser =
          RecipeFile.optimiser(section.optionalSection("optimiser"), recipe.optimiser());
      return new FineTuning(encoders, schedule, optimiser);
    }
  }

  /** {@code {name: lite0, layers: [blocks.15, head], rate: 0.1, decay: 0.8}}. */
  private static LayerChoice choice(YamlSection section) {
    try (section) {
      List<String> layers = section.texts("layers");
      if (layers.isEmpty()) {
        throw section.error("needs layers, from the input to the output, or [all]");
      }
      return new LayerChoice(
          section.text("name"),
          layers,
          section.number("rate", 1e-9, 1000, Optional.of(0.1)),
          section.number("decay", 1e-6, 1, Optional.of(1.0)));
    }
  }

  /** Modalities that share an encoder share what it gives, so they must ask for the same. */
  private static void requireUsed(YamlSection section, String name, Recipe recipe) {
    List<Recipe.Input> users = new ArrayList<>(recipe.video().modalities());
    users.addAll(recipe.text().modalities());
    users.removeIf(input -> !input.features().contains(name));
    if (users.isEmpty()) {
      List<String> known = new ArrayList<>(recipe.video().features());
      known.addAll(recipe.text().features());
      throw section.error(
          "names the features \"%s\", which no modality takes; there are %s"
              .formatted(name, String.join(", ", known)));
    }
    if (recipe.video().features().contains(name) && recipe.text().features().contains(name)) {
      throw section.error("names the features " + name + ", which both sides take");
    }
    for (Recipe.Input user : users) {
      if (!user.augmentations().isEmpty()) {
        throw section.error(
            "trains %s, but modality %s has augmentations of features; use data.views instead"
                .formatted(name, user.name()));
      }
      if (user.steps() != users.getFirst().steps()) {
        throw section.error(
            "trains %s, so the modalities %s and %s must take as many steps"
                .formatted(name, users.getFirst().name(), user.name()));
      }
    }
  }
}
