package io.reelspace.encode;

/**
 * From sound to a logarithmic mel spectrogram, as networks for sound take it. Keeps buffers: for
 * one thread.
 */
public final class LogMel {

  /** What is taken as the logarithm of a value. */
  public enum Logarithm {
    /** {@code ln(x + floor)}. */
    NATURAL,
    /** {@code 10 log10(max(x, floor))}. */
    DECIBEL,
    /** {@code log10(max(x, floor))}. */
    DECADE;

    double of(double value, double floor) {
      return switch (this) {
        case NATURAL -> Math.log(value + floor);
        case DECIBEL -> 10 * Math.log10(Math.max(value, floor));
        case DECADE -> Math.log10(Math.max(value, floor));
      };
    }
  }

  /** What lies beyond the ends of the sound. */
  public enum Padding {
    /** Nothing: frames lie within the sound. */
    NONE,
    /** Frames are centred on multiples of the hop; the sound is mirrored at its ends. */
    REFLECT,
    /** Frames are centred; beyond the ends there is silence. */
    ZERO
  }

  /**
   * The parameters.
   *
   * @param sampleRate samples per second
   * @param fft samples of a frame's transform
   * @param window samples of the Hann window, at most {@code fft}
   * @param hop samples from a frame to the next
   * @param padding what lies beyond the ends
   * @param bands of the mel scale
   * @param lowest frequency in Hz
   * @param highest frequency in Hz
   * @param scale of pitch
   * @param straightInMels whether triangles are straight on the mel scale and leave out the bin of
   *     frequency 0, as TensorFlow's are; else they are straight in Hz, as librosa's
   * @param equalArea whether triangles are divided by their width in Hz
   * @param power 1 for magnitudes, 2 for their squares
   * @param logarithm how values are compressed
   * @param floor added, or the least value that is taken
   */
  public record Settings(
      int sampleRate,
      int fft,
      int window,
      int hop,
      Padding padding,
      int bands,
      double lowest,
      double highest,
      PitchScale scale,
      boolean straightInMels,
      boolean equalArea,
      int power,
      Logarithm logarithm,
      double floor) {

    /** Refuses what is no front end. */
    public Settings {
      if (fft < 2 || fft > 1 << 16 || window < 2 || window > fft || hop < 1) {
        throw new IllegalArgumentException(
            "the transform, its window and hop must be 2 or more samples, the window no longer than"
                + " the transform: %d, %d, %d".formatted(fft, window, hop));
      }
      if (bands < 1 || bands > 1024 || !(lowest >= 0 && lowest < highest)) {
        throw new IllegalArgumentException(
            "impossible mel bands: %d from %s to %s Hz".formatted(bands, lowest, highest));
      }
      if ((power != 1 && power != 2) || !(floor > 0)) {
        throw new IllegalArgumentException(
            "power must be 1 or 2 and the floor of the logarithm positive: %d, %s"
                .formatted(power, floor));
      }
    }
  }

  private final Settings settings;
  private final Spectrum spectrum;
  private final MelFilters filters;
  private final double[] window;
  private final double[] frame;
  private final double[] power;

  /** A front end with these parameters. */
  public LogMel(Settings settings) {
    this.settings = settings;
    this.spectrum = new Spectrum(settings.fft());
    this.filters = MelFilters.of(settings, spectrum.bins());
    this.window =
        settings.padding() == Padding.NONE
            ? Spectrum.hannAtStart(settings.window(), settings.fft())
            : Spectrum.hann(settings.window(), settings.fft());
    this.frame = new double[settings.fft()];
    this.power = new double[spectrum.bins()];
  }

  /** How many frames come of so many samples. */
  public int frames(int samples) {
    if (settings.padding() != Padding.NONE) {
      return 1 + samples / settings.hop();
    }
    return samples < settings.window() ? 0 : 1 + (samples - settings.window()) / settings.hop();
  }

  /**
   * The spectrogram of a stretch of sound.
   *
   * @return {@code [frames, bands]} in row-major order
   */
  public float[] of(float[] samples) {
    int frames = frames(samples.length);
    float[] values = new float[frames * settings.bands()];
    int lead = settings.padding() == Padding.NONE ? 0 : settings.fft() / 2;
    for (int f = 0; f < frames; f++) {
      cut(samples, f * settings.hop() - lead);
      spectrum.power(frame, power);
      if (settings.power() == 1) {
        for (int bin = 0; bin < power.length; bin++) {
          power[bin] = Math.sqrt(power[bin]);
        }
      }
      for (int band = 0; band < settings.bands(); band++) {
        double value = filters.band(band, power);
        values[f * settings.bands() + band] =
            (float) settings.logarithm().of(value, settings.floor());
      }
    }
    return values;
  }

  /** Puts the windowed frame that begins at a sample, which may lie before the first. */
  private void cut(float[] samples, int start) {
    for (int i = 0; i < frame.length; i++) {
      int at = start + i;
      double sample;
      if (at >= 0 && at < samples.length) {
        sample = samples[at];
      } else if (settings.padding() == Padding.REFLECT && samples.length > 1) {
        sample = samples[mirrored(at, samples.length)];
      } else {
        sample = 0;
      }
      frame[i] = sample * window[i];
    }
  }

  private static int mirrored(int at, int length) {
    int period = 2 * (length - 1);
    int within = Math.floorMod(at, period);
    return within < length ? within : period - within;
  }
}
