package io.reelspace.media;

import java.time.Duration;

/**
 * What a media file may cost before it is given up.
 *
 * @param withoutProgress longest wait for the decoder's next picture while one is wanted; also the
 *     longest time that reading a header may take
 * @param pixels most pixels (width x height) of a picture
 * @param memory most bytes of address space of a decoder's process. Address space is larger than
 *     the memory in use, by threads' stacks and libraries
 * @param threads threads of one decoder
 */
public record DecodeLimits(Duration withoutProgress, long pixels, long memory, int threads) {

  /**
   * 30 s, 100 megapixels, 4 GiB, and two threads per processor, at most 8: frame threads wait for
   * each other, and the more there are, the less a decoder loses to work that goes on beside it.
   */
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(
          Duration.ofSeconds(30),
          100_000_000,
          4L << 30,
          Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8));

  /** Refuses limits under which nothing could be decoded. */
  public DecodeLimits {
    if (!withoutProgress.isPositive()) {
      throw new IllegalArgumentException("time limit must be positive: " + withoutProgress);
    }
    if (pixels < 1 || pixels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("pixel limit must be in [1, 2^31): " + pixels);
    }
    if (memory < 1 << 20) {
      throw new IllegalArgumentException("memory limit must be at least 1 MiB: " + memory);
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads must be in [1, 64]: " + threads);
    }
  }

  /** The same limits with another longest wait. */
  public DecodeLimits withWithoutProgress(Duration limit) {
    return new DecodeLimits(limit, pixels, memory, threads);
  }
}
