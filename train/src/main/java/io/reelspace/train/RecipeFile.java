package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.train.optimiser.AdamWConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a {@link Recipe} from YAML.
 *
 * <p>An unknown key or an impossible value is refused with the file, the line, the key and what is
 * allowed there.
 */
public final class RecipeFile {

  private static final int MANY = 1_000_000_000;

  private static final AdamWConfig DEFAULT_OPTIMISER =
      new AdamWConfig(0.01, 0.9, 0.999, 1e-8, 1, 0);

  private RecipeFile() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException when it cannot be read or is not a recipe
   */
  public static Recipe read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new BadInputException("Cannot read the recipe " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a text; {@code name} stands in messages. */
  public static Recipe parse(String name, String yaml) {
    try (YamlSection all = open(name, yaml)) {
      return recipe(all);
    }
  }

  /** The root of a YAML text. */
  static YamlSection open(String name, String yaml) {
    Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      throw new BadInputException(
          "%s:%d: not YAML: %s".formatted(name, e.getProblemMark().getLine() + 1, e.getProblem()),
          e);
    } catch (YAMLException e) {
      throw new BadInputException(name + " is not YAML: " + e.getMessage(), e);
    }
    if (root == null) {
      throw new BadInputException("The recipe " + name + " is empty.");
    }
    return new YamlSection(name, "", root);
  }

  /** The recipe in a section, which may hold other keys for others to read. */
  static Recipe recipe(YamlSection all) {
    int dimension = all.integer("dimension", 2, 65_536, Optional.empty());
    return new Recipe(
        all.wholeNumber("seed", 0, Long.MAX_VALUE, Optional.of(0L)),
        dimension,
        side(all.section("video")),
        side(all.section("text")),
        RecipeLosses.read(all, dimension),
        all.optionalSection("temperature")
            .map(RecipeFile::temperature)
            .orElse(new Recipe.Temperature(0.07, 0, true)),
        captions(all),
        schedule(all.section("schedule")),
        optimiser(all.optionalSection("optimiser"), DEFAULT_OPTIMISER),
        all.optionalSection("stopping").map(RecipeFile::stopping),
        weights(all));
  }

  private static Recipe.Side side(YamlSection section) {
    try (section) {
      List<Recipe.Input> inputs = new ArrayList<>();
      for (YamlSection modality : section.sections("modalities")) {
        inputs.add(input(modality));
      }
      if (inputs.isEmpty()) {
        throw section.error("needs at least one modality under modalities");
      }
      return new Recipe.Side(inputs, RecipeTowers.fusion(section));
    }
  }

  private static Recipe.Input input(YamlSection section) {
    try (section) {
      String name = section.text("name");
      List<String> features = section.texts("features");
      return new Recipe.Input(
          name,
          features.isEmpty() ? List.of(name) : features,
          section.integer("steps", 1, 1_000_000, Optional.of(64)),
          RecipeTowers.augmentations(section),
          RecipeTowers.tower(section));
    }
  }

  private static Recipe.Temperature temperature(YamlSection section) {
    try (section) {
      return new Recipe.Temperature(
          section.number("start", 0.01, 1000, Optional.of(0.07)),
          section.number("bias", -1000, 1000, Optional.of(0.0)),
          section.flag("learned", true));
    }
  }

  private static Recipe.Captions captions(YamlSection all) {
    String word = all.choice("captions", List.of("sampled", "all"), Optional.of("sampled"));
    int count = all.integer("captions-per-video", 1, 1000, Optional.of(1));
    return word.equals("all") ? new Recipe.Captions.All() : new Recipe.Captions.Sampled(count);
  }

  private static Recipe.Weights weights(YamlSection all) {
    String word = all.choice("weights", List.of("single", "half"), Optional.of("single"));
    return Recipe.Weights.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Recipe.Schedule schedule(YamlSection section) {
    try (section) {
      int batch = section.integer("batch", 2, MANY, Optional.empty());
      return new Recipe.Schedule(
          section.integer("epochs", 1, MANY, Optional.empty()),
          batch,
          section.integer("chunk", 1, MANY, Optional.of(MANY)),
          section.number("learning-rate", 1e-9, 10, Optional.of(1e-3)),
          section.number("last-rate", 0, 1, Optional.of(0.01)),
          section.number("warm-up-epochs", 0, MANY, Optional.of(1.0)),
          section.integer("checkpoint-steps", 1, MANY, Optional.of(100)));
    }
  }

  /** An optimiser; what is not given is as in another. */
  static AdamWConfig optimiser(Optional<YamlSection> given, AdamWConfig otherwise) {
    if (given.isEmpty()) {
      return otherwise;
    }
    try (YamlSection section = given.get()) {
      return new AdamWConfig(
          section.number("weight-decay", 0, 10, Optional.of(otherwise.weightDecay())),
          section.number("beta1", 0, 0.9999999, Optional.of(otherwise.beta1())),
          section.number("beta2", 0, 0.9999999, Optional.of(otherwise.beta2())),
          section.number("epsilon", 1e-20, 1, Optional.of(otherwise.epsilon())),
          section.number("clip", 1e-6, 1e9, Optional.of(otherwise.clip())),
          section.number("average", 0, 0.9999999, Optional.of(otherwise.average())));
    }
  }

  private static Recipe.Stopping stopping(YamlSection section) {
    try (section) {
      return new Recipe.Stopping(
          section.text("metric"),
          section.integer("every-epochs", 1, MANY, Optional.of(1)),
          section.integer("patience", 1, MANY, Optional.of(10)));
    }
  }
}
