package io.reelspace.train.sound;

import io.reelspace.encode.LogMel;
import io.reelspace.encode.PitchScale;
import io.reelspace.media.SoundFormat;

/**
 * The front end of the network for sounds that is learned here: that of PANNs (Kong et al. 2020) at
 * a longer hop, over windows of five seconds.
 */
public final class SoundFrontEnd {

  /** Rate and windows; half of a window is heard twice, so that no sound is cut in two. */
  public static final SoundFormat FORMAT = new SoundFormat(32_000, 5, 2.5);

  /** Bands of the spectrogram. */
  public static final int BANDS = 64;

  /** The parameters. */
  public static final LogMel.Settings SETTINGS =
      new LogMel.Settings(
          FORMAT.sampleRate(),
          1024,
          1024,
          512,
          LogMel.Padding.REFLECT,
          BANDS,
          50,
          14_000,
          PitchScale.SLANEY,
          false,
          true,
          2,
          LogMel.Logarithm.DECIBEL,
          1e-10);

  /** Frames of a window. */
  public static final int FRAMES = new LogMel(SETTINGS).frames(FORMAT.windowSamples());

  private SoundFrontEnd() {}

  /** The same as {@code preprocessor_config.json}. */
  public static String configuration() {
    return """
    {
      "feature_extractor_type": "LogMelFeatureExtractor",
      "sampling_rate": %d,
      "max_length_s": %s,
      "hop_length_s": %s,
      "n_fft": %d,
      "hop_length": %d,
      "center": true,
      "pad_mode": "reflect",
      "num_mel_bins": %d,
      "frequency_min": %s,
      "frequency_max": %s,
      "mel_scale": "slaney",
      "mel_norm": "slaney",
      "power": 2,
      "log_mel": "decibel",
      "mel_floor": 1e-10
    }
    """
        .formatted(
            FORMAT.sampleRate(),
            FORMAT.window(),
            FORMAT.hop(),
            SETTINGS.fft(),
            SETTINGS.hop(),
            SETTINGS.bands(),
            SETTINGS.lowest(),
            SETTINGS.highest());
  }
}
