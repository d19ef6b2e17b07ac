package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.media.Clip;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.media.SoundWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Brings a model from a folder in a hub's layout into the one form in which encoders are run, with
 * everything that its configuration says. It is tried before it is kept, and appears whole or not
 * at all.
 *
 * @param source a folder, a zip of one, or a single graph
 * @param within path of the model within the folder, where it holds several
 * @param id of the encoder
 * @param kind what it is imported as
 * @param precision of the graphs that are taken
 * @param origin told of it later: where it came from
 */
public record EncoderImport(
    Path source,
    Optional<String> within,
    String id,
    ImportKind kind,
    ModelPrecision precision,
    Map<String, String> origin) {

  /** Refuses ids that are no plain folder name. */
  public EncoderImport {
    if (!id.matches(ImportedEncoder.ID)) {
      throw new BadInputException(
          "The id '" + id + "' may hold letters, digits, '.', '_' and '-' only; choose another.");
    }
    origin = Map.copyOf(origin);
  }

  /**
   * Imports the model.
   *
   * @param store folder of all imported encoders
   * @param replaces whether an encoder of the same id is replaced
   * @throws BadInputException when what is asked for cannot be
   * @throws MissingModelException when a file of the model is absent, damaged, or does not fit
   *     another
   * @throws StorageException when it cannot be written
   */
  public ImportedEncoder into(Path store, boolean replaces, Inference inference) {
    Path target = store.resolve(id);
    if (Files.exists(target) && !replaces) {
      throw new BadInputException(
          "The encoder '" + id + "' is there already. Choose another --id, or use --force.");
    }
    try {
      Files.createDirectories(store);
      Path part = Files.createTempDirectory(store, ".part-");
      try {
        Path made = Files.createDirectory(part.resolve("made"));
        ImportedEncoder imported = write(made, part.resolve("unpacked"), inference);
        if (Files.exists(target)) {
          Files.move(target, part.resolve("before"));
        }
        Files.move(made, target);
        return imported;
      } finally {
        delete(part);
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write the encoder "
              + target
              + ": "
              + e.getMessage()
              + ". Make room there, or choose another folder with --home.",
          e);
    }
  }

  private ImportedEncoder write(Path made, Path unpacked, Inference inference) throws IOException {
    boolean zipped =
        Files.isRegularFile(source) && source.getFileName().toString().endsWith(".zip");
    Path from = zipped ? ZippedModel.unpack(source, unpacked) : source;
    ModelFolder folder = ModelFolder.of(from, within);
    JsonNode config = folder.json("config.json").orElseGet(JsonNodeFactory.instance::objectNode);
    ModelReading reading = new ModelReading(folder, config, kind, precision);
    List<EncoderPlan> plans = reading.plans();
    Map<String, Integer> channels = new TreeMap<>();
    List<String> kinds = new ArrayList<>();
    for (EncoderPlan plan : plans) {
      String name = plan.settings().kind();
      Path place = Files.createDirectory(made.resolve(name));
      plan.write(place);
      channels.put(name, trial(plan, place, inference));
      kinds.add(name);
    }
    if (channels.size() > 1 && channels.values().stream().distinct().count() > 1) {
      throw new MissingModelException(
          "The model "
              + source
              + " gives "
              + channels
              + " channels for its kinds; pictures and texts are compared, so they must be as many."
              + " One of the graphs lacks its projection (projection_dim, embed_dim).");
    }
    List<Double> scale = reading.logitScale(inference);
    copyReferences(folder, made);
    ImportedEncoder imported =
        new ImportedEncoder(
            ImportedEncoder.FORMAT,
            id,
            reading.family(),
            precision.label(),
            kinds,
            channels,
            origin,
            scale,
            sizes(made));
    imported.write(made);
    return imported;
  }

  /** Reference vectors that come with a model, and the photos and sounds beside them. */
  private static void copyReferences(ModelFolder folder, Path made) throws IOException {
    Optional<Path> file = folder.find("reference.json");
    if (file.isEmpty()) {
      return;
    }
    Path beside = file.get().getParent();
    JsonNode references = ConfigurationFile.read(file.get());
    for (String kind : List.of("photos", "sounds")) {
      for (JsonNode reference : references.path(kind)) {
        String name = reference.path("name").asText();
        Path from = beside.resolve(name).normalize();
        if (name.contains("/") || !Files.isRegularFile(from)) {
          throw new MissingModelException(
              "%s: %s[].name is '%s', which is no file beside it. Copy it there, or remove reference.json."
                  .formatted(file.get(), kind, name));
        }
        Files.copy(from, made.resolve(name));
      }
    }
    Files.copy(file.get(), made.resolve("reference.json"));
  }

  /** Opens the encoder and runs it once; gives the channels of its features. */
  private int trial(EncoderPlan plan, Path place, Inference inference) {
    try {
      return switch (plan) {
        case EncoderPlan.OfImages _ -> {
          try (ImageEncoder encoder = ImageEncoder.open(id, place, List.of(), inference)) {
            ImageSize size = encoder.inputSize();
            byte[] grey = new byte[3 * size.width() * size.height()];
            java.util.Arrays.fill(grey, (byte) 128);
            yield finite(encoder.encode(List.of(new RgbImage(size, grey)))[0], plan);
          }
        }
        case EncoderPlan.OfClips _ -> {
          try (ClipEncoder encoder = ClipEncoder.open(id, place, List.of(), inference)) {
            yield finite(encoder.encode(List.of(grey(encoder)))[0], plan);
          }
        }
        case EncoderPlan.OfSounds _ -> {
          try (SoundEncoder encoder = SoundEncoder.open(id, place, List.of(), inference)) {
            yield finite(encoder.encode(List.of(tone(encoder)))[0], plan);
          }
        }
        case EncoderPlan.OfTexts _ -> {
          try (TextEncoder encoder = TextEncoder.open(id, place, inference)) {
            yield finite(encoder.encode(List.of("a photo"))[0], plan);
          }
        }
      };
    } catch (MissingModelException e) {
      // The graph is known to the person by its own place, not by that of the copy.
      String copy = place.resolve("model.onnx").toString();
      throw new MissingModelException(
          e.getMessage().replace(copy, plan.graph().file().toString()), e);
    }
  }

  private static Clip grey(ClipEncoder encoder) {
    ImageSize size = encoder.inputSize();
    byte[] grey = new byte[3 * size.width() * size.height()];
    java.util.Arrays.fill(grey, (byte) 128);
    int frames = encoder.sampler().frames();
    return new Clip(
        0,
        encoder.sampler().length(),
        java.util.Collections.nCopies(frames, new RgbImage(size, grey)));
  }

  private static SoundWindow tone(SoundEncoder encoder) {
    float[] samples = new float[encoder.format().windowSamples()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / encoder.format().sampleRate()));
    }
    return new SoundWindow(0, encoder.format().window(), samples);
  }

  private static int finite(float[] row, EncoderPlan plan) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new MissingModelException(
            "The model "
                + plan.graph().file()
                + " gives values that are no numbers as '"
                + plan.output()
                + "'. Export it again, or take another --precision.");
      }
    }
    return row.length;
  }

  private static Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(folder.relativize(file).toString().replace('\\', '/'), Files.size(file));
      }
    }
    return sizes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
