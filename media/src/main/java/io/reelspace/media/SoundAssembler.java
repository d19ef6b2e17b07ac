package io.reelspace.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a stream of little-endian floats into windows that may overlap. */
final class SoundAssembler {

  private final SoundFormat format;
  private final double start;
  private final float[] window;
  private int filled;

  /** Samples of the window that no earlier one held. */
  private int fresh;

  /** Samples before the window. */
  private long before;

  /**
   * @param start presentation time of the first sample
   */
  SoundAssembler(SoundFormat format, double start) {
    this.format = format;
    this.start = start;
    this.window = new float[format.windowSamples()];
  }

  /** Samples that came so far. */
  long samples() {
    return before + filled;
  }

  /** Takes samples up to the end of a window; what is left stays in the buffer. */
  Optional<SoundWindow> add(ByteBuffer samples) {
    ByteBuffer little = samples.order(ByteOrder.LITTLE_ENDIAN);
    while (filled < window.length && little.remaining() >= Float.BYTES) {
      float sample = little.getFloat();
      window[filled++] = Float.isFinite(sample) ? sample : 0; // damaged codes decode to anything
      fresh++;
    }
    if (filled < window.length) {
      return Optional.empty();
    }
    SoundWindow complete = window(window.clone());
    int hop = format.hopSamples();
    System.arraycopy(window, hop, window, 0, window.length - hop);
    filled = window.length - hop;
    fresh = 0;
    before += hop;
    return Optional.of(complete);
  }

  /** The last window, filled up with zeros, unless earlier ones hold all of it. */
  Optional<SoundWindow> last() {
    if (fresh == 0) {
      return Optional.empty();
    }
    float[] rest = Arrays.copyOf(window, window.length);
    Arrays.fill(rest, filled, rest.length, 0);
    fresh = 0;
    return Optional.of(window(rest));
  }

  private SoundWindow window(float[] samples) {
    return new SoundWindow(seconds(before), seconds(before + filled), samples);
  }

  private double seconds(long samples) {
    return start + (double) samples / format.sampleRate();
  }
}
