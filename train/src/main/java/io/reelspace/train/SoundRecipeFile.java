package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.sound.SoundAugmentation;
import io.reelspace.train.sound.SoundFrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a {@link SoundRecipe}: a recipe with the section {@code sounds}. Paths are relative to the
 * recipe's own folder.
 */
public final class SoundRecipeFile {

  private static final Pattern SECTION = Pattern.compile("(?m)^sounds:");

  private SoundRecipeFile() {}

  /** Whether a recipe is one for sounds. */
  public static boolean is(Path file) {
    return SECTION.matcher(text(file)).find();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException("Cannot read the recipe " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException when it cannot be read or is no such recipe
   */
  public static SoundRecipe read(Path file) {
    String yaml = text(file);
    Path folder = file.toAbsolutePath().normalize().getParent();
    try (YamlSection all = RecipeFile.open(file.toString(), yaml);
        YamlSection sounds = all.section("sounds");
        YamlSection texts = all.section("texts");
        YamlSection network = all.section("network");
        YamlSection schedule = all.section("schedule")) {
      Path labels = folder.resolve(sounds.text("labels")).normalize();
      return new SoundRecipe(
          all.text("name", Optional.of("trained")),
          all.text("space", Optional.of("base")),
          all.text("encoder", Optional.of("sounds")),
          labels,
          folder
              .resolve(sounds.text("media", Optional.of(labels.getParent().toString())))
              .normalize(),
          sounds.texts("folds").stream().map(fold -> fold(sounds, fold)).toList(),
          kinds(texts),
          texts.optionalText("captions").map(path -> folder.resolve(path).normalize()),
          texts.integer("caption-count", 0, 1_000_000, Optional.of(2000)),
          texts.number("ridge", 1e-6, 1e6, Optional.of(0.5)),
          sounds.integer("others", 0, 1_000_000, Optional.of(0)),
          all.wholeNumber("seed", 0, Long.MAX_VALUE, Optional.of(0L)),
          network.integer("width", 1, 1024, Optional.of(16)),
          network.number("dropout", 0, 0.99, Optional.of(0.3)),
          schedule.integer("epochs", 1, 1_000_000, Optional.empty()),
          schedule.integer("batch", 2, 100_000, Optional.of(32)),
          schedule.number("learning-rate", 1e-9, 10, Optional.of(2e-3)),
          optimiser(all),
          augmentation(all),
          yaml);
    }
  }

  private static int fold(YamlSection section, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw section.error("folds holds \"" + text + "\"; a fold is a whole number");
    }
  }

  private static List<SoundRecipe.Kind> kinds(YamlSection texts) {
    List<SoundRecipe.Kind> kinds = new ArrayList<>();
    for (YamlSection kind : texts.sections("kinds")) {
      try (kind) {
        List<String> own = kind.texts("texts");
        if (own.isEmpty()) {
          throw kind.error("needs at least one text under texts");
        }
        kinds.add(new SoundRecipe.Kind(kind.text("label"), own));
      }
    }
    if (kinds.size() < 2) {
      throw texts.error("needs at least two kinds of sound under kinds");
    }
    return kinds;
  }

  private static AdamWConfig optimiser(YamlSection all) {
    Optional<YamlSection> given = all.optionalSection("optimiser");
    if (given.isEmpty()) {
      return new AdamWConfig(0.02, 0.9, 0.999, 1e-8, 1, 0.995);
    }
    try (YamlSection section = given.get()) {
      return new AdamWConfig(
          section.number("weight-decay", 0, 10, Optional.of(0.02)),
          section.number("beta1", 0, 0.9999999, Optional.of(0.9)),
          section.number("beta2", 0, 0.9999999, Optional.of(0.999)),
          section.number("epsilon", 1e-20, 1, Optional.of(1e-8)),
          section.number("clip", 1e-6, 1e9, Optional.of(1.0)),
          section.number("average", 0.5, 0.9999999, Optional.of(0.995)));
    }
  }

  private static SoundAugmentation augmentation(YamlSection all) {
    try (YamlSection section = all.section("augmentation")) {
      return new SoundAugmentation(
          section.integer("crop", 16, SoundFrontEnd.FRAMES, Optional.of(128)),
          section.number("mixing", 0, 1, Optional.of(0.6)),
          section.number("evenness", 0.01, 100, Optional.of(0.5)),
          section.integer("bands", 0, SoundFrontEnd.BANDS / 2, Optional.of(8)));
    }
  }
}
