package io.reelspace.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What sound goes through before networks of a kind, with the parameters of their authors' code; in
 * the fields of {@code preprocessor_config.json}, see {@code docs/sounds.md}.
 */
public enum FrontEnd {
  /** The wave itself; the network has the rest within. */
  WAVE(
      """
      {"feature_extractor_type": "WaveformFeatureExtractor"}
      """),
  /** Hershey et al. 2017: 96 frames of 10 ms. */
  VGGISH(tensorflow("0.01", "0.96")),
  /** YAMNet of the TensorFlow models: the same with a hop of half a window. */
  YAMNET(tensorflow("0.001", "0.48")),
  /** Kong et al. 2020. */
  PANNS(
      """
      {"feature_extractor_type": "LogMelFeatureExtractor", "sampling_rate": 32000,
       "n_fft": 1024, "hop_length": 320, "num_mel_bins": 64, "frequency_min": 50,
       "frequency_max": 14000, "mel_scale": "slaney", "mel_norm": "slaney", "max_length_s": 10}
      """),
  /** Wu et al. 2023, without fusion of long recordings. */
  CLAP(
      """
      {"feature_extractor_type": "ClapFeatureExtractor", "sampling_rate": 48000,
       "feature_size": 64, "hop_length": 480, "fft_window_size": 1024, "frequency_min": 50,
       "frequency_max": 14000, "max_length_s": 10, "truncation": "rand_trunc",
       "padding": "repeatpad"}
      """);

  private final String configuration;

  FrontEnd(String configuration) {
    this.configuration = configuration;
  }

  private static String tensorflow(String floor, String hop) {
    return """
    {"feature_extractor_type": "LogMelFeatureExtractor", "sampling_rate": 16000, "n_fft": 512,
     "win_length": 400, "hop_length": 160, "center": false, "num_mel_bins": 64,
     "frequency_min": 125, "frequency_max": 7500, "mel_scale": "htk",
     "triangularize_in_mel_space": true, "power": 1, "log_mel": "natural", "mel_floor": %s,
     "max_length_s": 0.975, "hop_length_s": %s}
    """
        .formatted(floor, hop);
  }

  ObjectNode configuration() {
    try {
      return (ObjectNode) new ObjectMapper().readTree(configuration);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
