package io.reelspace.media;

/**
 * A stretch of mono sound.
 *
 * @param start presentation time of its first sample, in seconds
 * @param end presentation time at which it ends, in seconds, exclusive; the last window of a stream
 *     ends with it
 * @param samples -1 to 1 where the sound is not louder than its medium can hold; as many as the
 *     format's window has, the last window of a stream is filled up with zeros
 */
@SuppressWarnings("ArrayRecordComponent") // sound is handed on, not compared
public record SoundWindow(double start, double end, float[] samples) {

  /** 60 dB below full scale: less than the noise of a quiet room in any recording. */
  private static final float SILENCE = 1e-3f;

  /** Whether nothing is to be heard: no sample reaches -60 dB of full scale. */
  public boolean isSilent() {
    for (float sample : samples) {
      if (Math.abs(sample) >= SILENCE) {
        return false;
      }
    }
    return true;
  }
}
