package io.reelspace.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.LogMel;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.MediaReader;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.train.sound.SoundClip;
import io.reelspace.train.sound.SoundFrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Reads the recordings and captions of a {@link SoundRecipe}. */
public final class SoundCollection {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Splits whose captions may be learned from. */
  private static final Set<String> LEARNED = Set.of("train", "unlisted");

  private SoundCollection() {}

  /**
   * A labelled recording.
   *
   * @param file of the recording
   * @param kind number of its label among the recipe's kinds
   * @param fold of the data set
   */
  public record Recording(Path file, int kind, int fold) {}

  /**
   * The recordings that a recipe names, of all folds.
   *
   * @throws BadInputException when the file of labels cannot be read, or has a label that is no
   *     kind
   */
  public static List<Recording> recordings(SoundRecipe recipe) {
    List<String> labels = recipe.kinds().stream().map(SoundRecipe.Kind::label).toList();
    List<Recording> recordings = new ArrayList<>();
    for (JsonNode row : rows(recipe.annotations())) {
      String label = row.path("label").asText();
      if (!labels.contains(label)) {
        throw new BadInputException(
            "%s has the label '%s', for which the recipe has no texts; its kinds are %s"
                .formatted(recipe.annotations(), label, labels));
      }
      recordings.add(
          new Recording(
              recipe.media().resolve(row.path("audio").asText()),
              labels.indexOf(label),
              row.path("fold").asInt()));
    }
    if (recordings.isEmpty()) {
      throw new BadInputException(recipe.annotations() + " names no recording");
    }
    return recordings;
  }

  private static List<JsonNode> rows(Path file) {
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          rows.add(JSON.readTree(line));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new BadInputException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Those of the folds that the recipe learns from, as its front end hears them. */
  static List<SoundClip> clips(SoundRecipe recipe, MediaReader media) {
    LogMel frontEnd = new LogMel(SoundFrontEnd.SETTINGS);
    List<SoundClip> clips = new ArrayList<>();
    for (Recording recording : recordings(recipe)) {
      if (!recipe.folds().isEmpty() && !recipe.folds().contains(recording.fold())) {
        continue;
      }
      try (SoundStream sound =
          media
              .sound(recording.file(), Excerpt.WHOLE, SoundFrontEnd.FORMAT)
              .orElseThrow(() -> new BadInputException(recording.file() + " has no sound"))) {
        Optional<SoundWindow> first = sound.next();
        first
            .filter(window -> !window.isSilent())
            .ifPresent(window -> clips.add(clip(recording, frontEnd.of(window.samples()))));
      }
    }
    return clips;
  }

  private static SoundClip clip(Recording recording, float[] levels) {
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) Math.pow(10, levels[i] / 10);
    }
    return new SoundClip(
        recording.file().getFileName().toString(), recording.kind(), recording.fold(), levels);
  }

  /** Captions of pictures, drawn from the seed: the first of each of so many pictures. */
  static List<String> captions(SoundRecipe recipe) {
    if (recipe.captions().isEmpty()) {
      return List.of();
    }
    List<JsonNode> rows = rows(recipe.captions().get());
    rows.removeIf(row -> !LEARNED.contains(row.path("split").asText("train")));
    java.util.Collections.shuffle(rows, new Random(recipe.seed()));
    Set<String> seen = new HashSet<>();
    List<String> captions = new ArrayList<>();
    for (JsonNode row : rows) {
      String caption = row.path("captions").path(0).asText();
      if (captions.size() < recipe.captionCount() && !caption.isBlank() && seen.add(caption)) {
        captions.add(caption);
      }
    }
    return captions;
  }
}
