package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.features.CaptionViews;
import io.reelspace.train.features.ColorJitter;
import io.reelspace.train.features.HorizontalFlip;
import io.reelspace.train.features.ImageAugmentation;
import io.reelspace.train.features.RandomResizedCrop;
import io.reelspace.train.features.Views;
import io.reelspace.train.tower.TowerStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a {@link RunRecipe}: a recipe with {@code name}, {@code description}, {@code licence} and
 * {@code data}. Paths are relative to the recipe's own folder.
 */
public final class RunRecipeFile {

  private RunRecipeFile() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException when it cannot be read or is no recipe with a {@code data} section
   */
  public static RunRecipe read(Path file) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException("Cannot read the recipe " + file + ": " + e.getMessage(), e);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    try (YamlSection all = RecipeFile.open(file.toString(), yaml)) {
      Recipe training = RecipeFile.recipe(all);
      RunRecipe recipe =
          new RunRecipe(
              all.text("name", Optional.of("trained")),
              all.text("description", Optional.of("A learned space.")),
              all.text("licence", Optional.of("")),
              source(all.section("data"), folder),
              training,
              all.optionalSection("fine-tuning")
                  .map(section -> RecipeTuning.read(section, training)),
              all.optionalSection("teacher").map(section -> teacher(section, folder)),
              yaml);
      requireSafe(all, recipe.name());
      requireFeatures(all, "video", training.video(), recipe.source().video());
      requireFeatures(all, "text", training.text(), recipe.source().text());
      return recipe;
    }
  }

  /** {@code teacher: {space: base, temperature: 0.05, weight: 0.5}}. */
  private static Teacher.Choice teacher(YamlSection section, Path folder) {
    try (section) {
      return new Teacher.Choice(
          known(section.text("space"), folder),
          section.number("temperature", 0.001, 10, Optional.of(0.05)),
          section.number("weight", 0, 1, Optional.of(0.5)));
    }
  }

  /** A name that stands for something bundled, or a path from the recipe's folder. */
  private static String known(String name, Path folder) {
    Path path = folder.resolve(name).normalize();
    return Files.exists(path) ? path.toString() : name;
  }

  private static void requireSafe(YamlSection all, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw all.error("name is \"" + name + "\"; allowed are letters, digits, '.', '_' and '-'");
    }
  }

  private static void requireFeatures(
      YamlSection all, String side, Recipe.Side recipe, List<RunRecipe.Encoder> encoders) {
    List<String> names = encoders.stream().map(RunRecipe.Encoder::name).toList();
    for (String wanted : recipe.features()) {
      if (!names.contains(wanted)) {
        throw all.error(
            "%s.modalities want features %s; data.encoders has %s"
                .formatted(side, wanted, String.join(", ", names)));
      }
    }
  }

  private static RunRecipe.Source source(YamlSection in, Path folder) {
    try (in) {
      Path annotations = folder.resolve(in.text("dataset")).normalize();
      List<RunRecipe.Encoder> visual;
      List<RunRecipe.Encoder> motion;
      List<RunRecipe.Encoder> audio;
      List<RunRecipe.Encoder> text;
      try (YamlSection encoders = in.section("encoders")) {
        Set<String> names = new HashSet<>();
        visual = encoders(encoders, "visual", names, folder);
        motion = encoders(encoders, "motion", names, folder);
        audio = encoders(encoders, "audio", names, folder);
        text = encoders(encoders, "text", new HashSet<>(), folder);
        for (String needed : List.of("visual", "text")) {
          if ((needed.equals("text") ? text : visual).isEmpty()) {
            throw encoders.error("needs at least one encoder under " + needed);
          }
        }
      }
      Optional<RunRecipe.ClassNames> names =
          in.optionalSection("class-names").map(each -> classNames(each, folder));
      Optional<RunRecipe.ClassPictures> pictures =
          in.optionalSection("class-pictures").map(each -> classPictures(each, names));
      return new RunRecipe.Source(
          annotations,
          format(in),
          in.optionalText("media")
              .map(media -> folder.resolve(media).normalize())
              .orElse(Files.isDirectory(annotations) ? annotations : annotations.getParent()),
          splits(in),
          validation(in),
          in.number("frames-per-second", 0.001, 1000, Optional.of(2.0)),
          in.optionalSection("views").map(RunRecipeFile::views).orElse(Views.ORIGINAL),
          in.optionalSection("caption-views")
              .map(RunRecipeFile::captionViews)
              .orElse(CaptionViews.ORIGINAL),
          in.optionalText("features").map(path -> folder.resolve(path).normalize()),
          visual,
          motion,
          audio,
          text,
          names,
          pictures);
    }
  }

  /** {@code class-pictures: {features: {channels: 1280}, logits: {from: 1280, channels: 1000}}}. */
  private static RunRecipe.ClassPictures classPictures(
      YamlSection section, Optional<RunRecipe.ClassNames> names) {
    try (section) {
      int classes =
          names.orElseThrow(() -> section.error("needs class-names beside it")).names().size();
      RunRecipe.ClassPictures pictures =
          new RunRecipe.ClassPictures(
              channels(section.section("features")),
              channels(section.section("logits")),
              section.optionalSection("probabilities").map(RunRecipeFile::channels),
              section.integer("views", 1, 1000, Optional.of(8)),
              section.number("weight", 0, 1000, Optional.of(0.2)));
      if (pictures.logits().count() != classes) {
        throw section.error(
            "has %d logits for %d class names".formatted(pictures.logits().count(), classes));
      }
      return pictures;
    }
  }

  private static TowerStage.Channels channels(YamlSection section) {
    try (section) {
      return new TowerStage.Channels(
          section.integer("from", 0, 1_000_000, Optional.of(0)),
          section.integer("channels", 1, 1_000_000, Optional.empty()));
    }
  }

  private static DatasetReader.Format format(YamlSection in) {
    List<String> names =
        Arrays.stream(DatasetReader.Format.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .toList();
    String word = in.choice("format", names, Optional.of("manifest"));
    return DatasetReader.Format.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static List<String> splits(YamlSection in) {
    List<String> splits = in.texts("train");
    return splits.isEmpty() ? List.of("train") : splits;
  }

  private static RunRecipe.Validation validation(YamlSection in) {
    List<String> splits = in.texts("validation");
    int held = in.integer("hold-out", 0, 1_000_000_000, Optional.of(0));
    if (!splits.isEmpty() && held > 0) {
      throw in.error("has both validation and hold-out; choose one");
    }
    if (!splits.isEmpty()) {
      return new RunRecipe.Validation.Splits(splits);
    }
    return held > 0 ? new RunRecipe.Validation.HoldOut(held) : new RunRecipe.Validation.None();
  }

  /** {@code views: {count: 4, seed: 1, smallest-area: 0.35, flip: 0.5, jitter: 0.3}}. */
  private static Views views(YamlSection section) {
    try (section) {
      int count = section.integer("count", 1, 1000, Optional.of(1));
      long seed = section.wholeNumber("seed", 0, Long.MAX_VALUE, Optional.of(0L));
      double area = section.number("smallest-area", 0.01, 1, Optional.of(0.35));
      double flip = section.number("flip", 0, 1, Optional.of(0.5));
      double jitter = section.number("jitter", 0, 1, Optional.of(0.3));
      if (count == 1) {
        return Views.ORIGINAL;
      }
      List<ImageAugmentation> augmentations = new ArrayList<>();
      augmentations.add(new RandomResizedCrop(area, 1, 3 / 4.0, 4 / 3.0));
      if (flip > 0) {
        augmentations.add(new HorizontalFlip(flip));
      }
      if (jitter > 0) {
        augmentations.add(new ColorJitter(jitter, jitter, jitter));
      }
      return new Views(count, augmentations, seed);
    }
  }

  /** {@code caption-views: {count: 4, word-dropout: 0.1, seed: 1}}. */
  private static CaptionViews captionViews(YamlSection section) {
    try (section) {
      int count = section.integer("count", 1, 1000, Optional.of(1));
      long seed = section.wholeNumber("seed", 0, Long.MAX_VALUE, Optional.of(0L));
      double dropout = section.number("word-dropout", 0.001, 0.999, Optional.of(0.1));
      return count == 1 ? CaptionViews.ORIGINAL : new CaptionViews(count, dropout, seed);
    }
  }

  /**
   * The encoders of one kind.
   *
   * @param names of features of the same side
   */
  private static List<RunRecipe.Encoder> encoders(
      YamlSection section, String key, Set<String> names, Path folder) {
    List<RunRecipe.Encoder> encoders = new ArrayList<>();
    for (YamlSection each : section.sections(key)) {
      try (each) {
        String encoder = known(each.text("encoder"), folder);
        String name = each.text("name", Optional.of(Path.of(encoder).getFileName().toString()));
        if (!names.add(name)) {
          throw each.error("has the name " + name + ", which another encoder has already");
        }
        encoders.add(new RunRecipe.Encoder(name, encoder, each.texts("outputs")));
      }
    }
    return encoders;
  }

  private static RunRecipe.ClassNames classNames(YamlSection section, Path folder) {
    try (section) {
      Path file = folder.resolve(section.text("file")).normalize();
      List<String> prompts = section.texts("prompts");
      List<String> names;
      try (Stream<String> lines = Files.lines(file)) {
        names = lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
      } catch (IOException e) {
        throw section.error("names the file " + file + ", which cannot be read");
      }
      return new RunRecipe.ClassNames(names, prompts.isEmpty() ? List.of("{}") : prompts);
    }
  }
}
