package io.reelspace.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.encode.Inference;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Modality;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.SpaceManifest;
import io.reelspace.space.SpaceWriter;
import io.reelspace.train.sound.SoundClip;
import io.reelspace.train.sound.SoundFrontEnd;
import io.reelspace.train.sound.SyntheticSounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Teaches a space sounds by a recipe: the space that comes out has the pictures and texts of the
 * one that went in, with the same embeddings, and sounds beside them.
 *
 * @param media decodes the recordings
 * @param inference where the space's networks run
 * @param listener hears how it goes
 */
public record SoundRun(MediaReader media, Inference inference, TrainingListener listener) {

  private static final double LIMIT = 0.2;
  private static final double SURE = 0.5;

  /**
   * What a run came to.
   *
   * @param space the bundle
   * @param recordings that were learned from
   * @param texts about sounds that were learned from
   */
  public record Outcome(SpaceBundle space, int recordings, int texts) {}

  /**
   * Learns and writes {@code space/} below a folder; an earlier one there is replaced.
   *
   * @param before the space that learns
   */
  public Outcome run(SoundRecipe recipe, SpaceBundle before, Path output) {
    if (before.manifest().joinsSound()) {
      throw new BadInputException(
          "The space %s joins sounds with pictures; sounds cannot have embeddings of their own in it."
              .formatted(before.manifest().name()));
    }
    if (before.manifest().modalities().contains(Modality.AUDIO)
        && !before.manifest().encoders().stream().allMatch(e -> isReplaceable(e, recipe))) {
      throw new BadInputException(
          "The space " + before.manifest().name() + " knows sounds by another encoder already.");
    }
    List<SoundClip> clips = new ArrayList<>(SoundCollection.clips(recipe, media));
    int recordings = clips.size();
    int kinds = recipe.kinds().size();
    int classes = recipe.others() > 0 ? kinds + 1 : kinds;
    clips.addAll(
        SyntheticSounds.make(
            recipe.others(), kinds, RandomStream.IMAGINATION.at(recipe.seed(), 0)));
    Path encoder = output.resolve("encoders").resolve(recipe.encoder());
    learn(recipe, clips, classes, encoder);
    Labels labels = labels(recipe, before);
    Path tower = output.resolve("towers").resolve("audio.onnx");
    try {
      Files.writeString(encoder.resolve("preprocessor_config.json"), SoundFrontEnd.configuration());
      Files.writeString(encoder.resolve("ORIGIN.md"), origin(recipe, recordings));
      Files.createDirectories(tower.getParent());
      Files.write(tower, SoundExport.tower(labels.directions(), classes, SURE));
    } catch (IOException e) {
      throw new StorageException("Cannot write to " + output + ": " + e.getMessage(), e);
    }
    SpaceBundle space = write(recipe, before, encoder, tower, labels.scores(), output);
    int texts = recipe.kinds().stream().mapToInt(kind -> kind.texts().size()).sum();
    return new Outcome(space, recordings, texts);
  }

  /** Trains and writes the network, unless an earlier run of the same recipe did. */
  private void learn(SoundRecipe recipe, List<SoundClip> clips, int classes, Path encoder) {
    Path done = encoder.resolve("recipe.yaml");
    String made = recipe.folds() + "\n" + recipe.yaml();
    try {
      if (Files.exists(done) && Files.readString(done).equals(made)) {
        return;
      }
      Files.deleteIfExists(done);
      try (SoundNetwork network = new SoundTraining(recipe, clips, classes, listener).run()) {
        new SoundExport(network, recipe.augmentation().crop(), classes)
            .write(encoder.resolve("model.onnx"));
      }
      Files.writeString(done, made);
    } catch (IOException e) {
      throw new StorageException("Cannot write to " + encoder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isReplaceable(SpaceManifest.Encoder encoder, SoundRecipe recipe) {
    return encoder.modality() != Modality.AUDIO || encoder.id().equals(recipe.encoder());
  }

  private record Labels(TextDirections.Directions directions, ScoreCalibration.Sound scores) {}

  /** Where the labels lie in the space, and how near texts come to them. */
  private Labels labels(SoundRecipe recipe, SpaceBundle before) {
    try (Space space = Space.open(before.folder(), inference)) {
      List<float[][]> texts =
          recipe.kinds().stream()
              .map(kind -> kind.texts().stream().map(space::embedText).toArray(float[][]::new))
              .toList();
      float[][] captions =
          SoundCollection.captions(recipe).stream().map(space::embedText).toArray(float[][]::new);
      TextDirections.Directions directions = TextDirections.fit(texts, captions, recipe.ridge());
      double limit = space.scores().map(ScoreCalibration::limit).orElse(LIMIT);
      return new Labels(
          directions,
          SoundScores.fit(
              directions.labels(), heldOut(texts, captions, recipe.ridge()), captions, limit));
    }
  }

  /** Texts of each label beside a direction fitted to the other half of them. */
  private static List<Double> heldOut(List<float[][]> texts, float[][] captions, double ridge) {
    List<Double> similarities = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      int left = half;
      List<float[][]> others = texts.stream().map(each -> every(each, 1 - left)).toList();
      float[][] directions = TextDirections.fit(others, captions, ridge).labels();
      for (int l = 0; l < texts.size(); l++) {
        float[][] own = texts.get(l).length == 1 ? new float[0][] : every(texts.get(l), left);
        for (float[] text : own) {
          similarities.add(SoundScores.dot(text, directions[l]));
        }
      }
    }
    return similarities.isEmpty() ? List.of(1.0) : similarities;
  }

  /** Every second row; all where there is one. */
  private static float[][] every(float[][] rows, int first) {
    if (rows.length == 1) {
      return rows;
    }
    List<float[]> some = new ArrayList<>();
    for (int i = first; i < rows.length; i += 2) {
      some.add(rows[i]);
    }
    return some.toArray(float[][]::new);
  }

  private static SpaceBundle write(
      SoundRecipe recipe,
      SpaceBundle before,
      Path encoder,
      Path tower,
      ScoreCalibration.Sound scores,
      Path output) {
    Map<String, Path> files = new TreeMap<>();
    String own = "encoders/" + recipe.encoder() + "/";
    before.manifest().files().keySet().stream()
        .filter(path -> !path.equals("README.md") && !path.startsWith(own))
        .forEach(path -> files.put(path, before.folder().resolve(path)));
    for (String name : List.of("model.onnx", "preprocessor_config.json", "ORIGIN.md")) {
      files.put(own + name, encoder.resolve(name));
    }
    files.put("towers/audio.onnx", tower);
    SpaceManifest from = before.manifest();
    List<SpaceManifest.Encoder> encoders =
        from.encoders().stream()
            .filter(e -> e.modality() != Modality.AUDIO)
            .collect(Collectors.toCollection(ArrayList::new));
    encoders.add(
        new SpaceManifest.Encoder(
            recipe.encoder(), Modality.AUDIO, List.of(SoundExport.PROBABILITIES)));
    Map<Modality, String> towers = new EnumMap<>(from.towers());
    towers.put(Modality.AUDIO, "towers/audio.onnx");
    SpaceManifest manifest =
        new SpaceManifest(
            from.format(),
            recipe.name(),
            from.description(),
            from.dimension(),
            encoders,
            towers,
            from.optimise(),
            Map.of(),
            from.scores().map(known -> known.withSound(scores)),
            provenance(recipe, from),
            from.metrics());
    return SpaceWriter.write(output.resolve("space"), manifest, files, card(recipe, before));
  }

  private static ObjectNode provenance(SoundRecipe recipe, SpaceManifest from) {
    ObjectNode training = new ObjectMapper().createObjectNode();
    from.training().properties().forEach(field -> training.set(field.getKey(), field.getValue()));
    ObjectNode sounds = training.putObject("sounds");
    recipe.yaml().lines().forEach(sounds.withArray("recipe")::add);
    return training;
  }

  private static String kinds(SoundRecipe recipe) {
    return recipe.kinds().stream().map(SoundRecipe.Kind::label).collect(Collectors.joining(", "));
  }

  private static String origin(SoundRecipe recipe, int recordings) {
    return """
    # %s
    A small convolutional network over log-mel spectrograms, learned here from %d recordings of %d
    kinds of sound (%s), of ESC-10 (Piczak 2015; the recordings are CC BY, none of them is in this
    space), and from made-up tunes and voices as what is none of these. Apache-2.0.
    """
        .formatted(recipe.encoder(), recordings, recipe.kinds().size(), kinds(recipe));
  }

  private static String card(SoundRecipe recipe, SpaceBundle before) {
    Path readme = before.folder().resolve("README.md");
    String heading = "\n## Sounds\n";
    String text;
    try {
      text = Files.exists(readme) ? Files.readString(readme) : "";
    } catch (IOException e) {
      throw new StorageException("Cannot read " + readme + ": " + e.getMessage(), e);
    }
    int old = text.indexOf(heading);
    return (old < 0 ? text : text.substring(0, old)).stripTrailing()
        + "\n"
        + heading
        + """
        It knows %d kinds of sound: %s. Other sounds, speech and music among them, have no embedding
        and are not found; some are taken for one of these. A sound lies where texts about its kind
        lie and captions of pictures do not, so "a dog barks" finds a bark, and "a dog runs" does not.
        Only a text, or another recording, finds a sound. `reelspace train` made this from:

        ```yaml
        %s
        ```
        """
            .formatted(recipe.kinds().size(), kinds(recipe), recipe.yaml().strip());
  }
}
