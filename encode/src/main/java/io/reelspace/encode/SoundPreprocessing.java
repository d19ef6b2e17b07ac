package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.SoundFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to sound before it reaches a network, as {@code preprocessor_config.json} says it:
 * in the fields of the hub's feature extractors for CLAP, AST-like and Wav2Vec2-like networks, or
 * in those of docs/sounds.md.
 *
 * @param format rate and windows
 * @param spectrogram the front end; empty where the network takes the wave itself
 * @param repeats whether sound that is shorter than a window is repeated, not followed by silence
 * @param standardises whether each wave is made zero mean and unit deviation
 * @param scale applied to each value, before the offset
 * @param offset added to each value
 */
record SoundPreprocessing(
    SoundFormat format,
    Optional<LogMel.Settings> spectrogram,
    boolean repeats,
    boolean standardises,
    float scale,
    float offset) {

  private static final int MOST_SAMPLES_OF_FRAME = 1 << 16;

  static SoundPreprocessing read(Path file) {
    JsonNode config = ConfigurationFile.read(file);
    try {
      return parse(config);
    } catch (IllegalArgumentException e) {
      throw new MissingModelException(
          file + ": " + e.getMessage() + ". Correct it, or copy it again.", e);
    }
  }

  private static SoundPreprocessing parse(JsonNode config) {
    String type = config.path("feature_extractor_type").asText("LogMelFeatureExtractor");
    int rate = whole(config, "sampling_rate", 16_000, 192_000);
    return switch (type) {
      case "Wav2Vec2FeatureExtractor", "WaveformFeatureExtractor" ->
          new SoundPreprocessing(
              format(config, rate, 10),
              Optional.empty(),
              config.path("padding").asText().equals("repeatpad"),
              config.path("do_normalize").asBoolean(false),
              1,
              0);
      case "ClapFeatureExtractor" -> clap(config, rate);
      case "LogMelFeatureExtractor" -> logMel(config, rate);
      default ->
          throw new IllegalArgumentException(
              "feature_extractor_type is '"
                  + type
                  + "'; ClapFeatureExtractor, Wav2Vec2FeatureExtractor, WaveformFeatureExtractor and"
                  + " LogMelFeatureExtractor exist");
    };
  }

  private static SoundFormat format(JsonNode config, int rate, double usual) {
    double window =
        config.has("max_length_s")
            ? config.path("max_length_s").asDouble()
            : config.path("chunk_length_s").asDouble(usual);
    return new SoundFormat(rate, window, config.path("hop_length_s").asDouble(window));
  }

  /** Of the two sets of filters that the extractor has, cut-out sound takes Slaney's. */
  private static SoundPreprocessing clap(JsonNode config, int rate) {
    boolean fused = config.path("truncation").asText("fusion").equals("fusion");
    int fft = whole(config, "fft_window_size", 1024, MOST_SAMPLES_OF_FRAME);
    LogMel.Settings settings =
        new LogMel.Settings(
            rate,
            fft,
            fft,
            whole(config, "hop_length", 480, MOST_SAMPLES_OF_FRAME),
            LogMel.Padding.REFLECT,
            whole(config, "feature_size", 64, 1024),
            config.path("frequency_min").asDouble(0),
            config.path("frequency_max").asDouble(14_000),
            fused ? PitchScale.HTK : PitchScale.SLANEY,
            false,
            !fused,
            2,
            LogMel.Logarithm.DECIBEL,
            1e-10);
    boolean repeats = config.path("padding").asText("repeatpad").startsWith("repeat");
    return new SoundPreprocessing(
        format(config, rate, 10), Optional.of(settings), repeats, false, 1, 0);
  }

  private static SoundPreprocessing logMel(JsonNode config, int rate) {
    int fft = whole(config, "n_fft", 1024, MOST_SAMPLES_OF_FRAME);
    LogMel.Settings settings =
        new LogMel.Settings(
            rate,
            fft,
            whole(config, "win_length", fft, MOST_SAMPLES_OF_FRAME),
            whole(config, "hop_length", fft / 2, MOST_SAMPLES_OF_FRAME),
            config.path("center").asBoolean(true)
                ? choice(config, "pad_mode", LogMel.Padding.class, LogMel.Padding.REFLECT)
                : LogMel.Padding.NONE,
            whole(config, "num_mel_bins", 64, 1024),
            config.path("frequency_min").asDouble(0),
            config.path("frequency_max").asDouble(rate / 2.0),
            choice(config, "mel_scale", PitchScale.class, PitchScale.SLANEY),
            config.path("triangularize_in_mel_space").asBoolean(false),
            config.path("mel_norm").asText("").equals("slaney"),
            whole(config, "power", 2, 2),
            choice(config, "log_mel", LogMel.Logarithm.class, LogMel.Logarithm.DECIBEL),
            config.path("mel_floor").asDouble(1e-10));
    boolean normalises = config.path("do_normalize").asBoolean(false);
    double mean = normalises ? config.path("mean").asDouble(0) : 0;
    double deviation = normalises ? config.path("std").asDouble(1) : 1;
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("std must be positive");
    }
    return new SoundPreprocessing(
        format(config, rate, 10),
        Optional.of(settings),
        config.path("padding").asText().startsWith("repeat"),
        false,
        (float) (1 / deviation),
        (float) (-mean / deviation));
  }

  private static int whole(JsonNode config, String key, int usual, int most) {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return usual;
    }
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
      throw new IllegalArgumentException(key + " must be a whole number from 1 to " + most);
    }
    return value.asInt();
  }

  private static <E extends Enum<E>> E choice(JsonNode config, String key, Class<E> type, E usual) {
    String text = config.path(key).asText(usual.name()).toUpperCase(Locale.ROOT);
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key
              + " is '"
              + config.path(key).asText()
              + "'; there are "
              + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
          e);
    }
  }
}
