package io.reelspace.media;

/**
 * How sound is handed out: mono, at a rate, in windows.
 *
 * @param sampleRate samples per second
 * @param window seconds that a window lasts
 * @param hop seconds from the start of a window to that of the next; windows overlap where it is
 *     less than {@code window}
 */
public record SoundFormat(int sampleRate, double window, double hop) {

  private static final int MOST_SAMPLES = 1 << 24;

  /** Refuses rates and lengths at which nothing could be heard, or memory would not suffice. */
  public SoundFormat {
    if (sampleRate < 1000 || sampleRate > 192_000) {
      throw new IllegalArgumentException("sample rate must be in [1000, 192000]: " + sampleRate);
    }
    if (!(window > 0 && window * sampleRate <= MOST_SAMPLES && window * sampleRate >= 1)) {
      throw new IllegalArgumentException("impossible window of sound in seconds: " + window);
    }
    if (!(hop > 0 && hop <= window && hop * sampleRate >= 1)) {
      throw new IllegalArgumentException(
          "the hop of sound must be above 0 and at most the window, in seconds: " + hop);
    }
  }

  /** Samples of a window. */
  public int windowSamples() {
    return (int) Math.round(window * sampleRate);
  }

  /** Samples from the start of a window to that of the next. */
  public int hopSamples() {
    return (int) Math.round(hop * sampleRate);
  }
}
