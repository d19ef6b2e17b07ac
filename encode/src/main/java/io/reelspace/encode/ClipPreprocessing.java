package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.ClipSampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a clip goes through before the network: the {@code preprocessor_config.json} of a clip
 * encoder.
 *
 * @param pictures what each picture goes through
 * @param sampler which clips are taken
 * @param layout the order of the network's input; empty where its shape has to tell
 */
record ClipPreprocessing(Preprocessing pictures, ClipSampler sampler, Optional<ClipLayout> layout) {

  /** What of the file is about time, and about the order of the input. */
  static final List<String> KEYS =
      List.of("num_frames", "frame_rate", "frame_stride", "clip_overlap", "input_format");

  private static final String FILE = "preprocessor_config.json";

  /** Kinetics, on which most clip encoders learned, is mostly of this rate. */
  private static final double FRAME_RATE = 30;

  private static final double OVERLAP = 0.5;

  static ClipPreprocessing read(Path folder) {
    Path file = folder.resolve(FILE);
    JsonNode config = ConfigurationFile.read(file);
    Preprocessing pictures = Preprocessing.read(file);
    try {
      return new ClipPreprocessing(
          pictures, sampler(config, frames(config, folder)), layout(config));
    } catch (IllegalArgumentException e) {
      throw new MissingModelException(
          file + ": " + e.getMessage() + ". Correct it, or copy it again.", e);
    }
  }

  static boolean isIn(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file) && frames(ConfigurationFile.read(file), folder).isInt();
  }

  /** VideoMAE, TimeSformer and ViViT say in {@code config.json} how many frames they take. */
  private static JsonNode frames(JsonNode config, Path folder) {
    Path model = folder.resolve("config.json");
    return config.has("num_frames") || !Files.exists(model)
        ? config.path("num_frames")
        : ConfigurationFile.read(model).path("num_frames");
  }

  private static ClipSampler sampler(JsonNode config, JsonNode frames) {
    if (!frames.isInt()) {
      throw new IllegalArgumentException(
          "num_frames must be the whole number of pictures in a clip, for example 16");
    }
    double rate = number(config, "frame_rate", FRAME_RATE);
    double every = number(config, "frame_stride", 1);
    double overlap = number(config, "clip_overlap", OVERLAP);
    if (!(rate > 0 && every > 0)) {
      throw new IllegalArgumentException("frame_rate and frame_stride must be above 0");
    }
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException(
          "clip_overlap must be from 0 to less than 1, not " + overlap);
    }
    double framesPerSecond = rate / every;
    return new ClipSampler(
        frames.asInt(), framesPerSecond, (1 - overlap) * frames.asInt() / framesPerSecond);
  }

  private static double number(JsonNode config, String key, double otherwise) {
    JsonNode value = config.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException(key + " must be a number, not " + value);
    }
    return value.asDouble();
  }

  private static Optional<ClipLayout> layout(JsonNode config) {
    return config.has("input_format")
        ? Optional.of(ClipLayout.of(config.path("input_format").asText()))
        : Optional.empty();
  }
}
