package io.reelspace.media;

/**
 * How a video is divided into segments and which of its frames are kept; part of what decides
 * whether an indexed video is stale.
 *
 * @param framesPerSecond frames kept per second of a segment; a segment keeps at least one
 * @param longestSegment longest segment in seconds; longer shots are divided evenly
 */
public record Sampler(double framesPerSecond, double longestSegment) {

  /** Two frames a second, segments of at most ten seconds. */
  public static final Sampler DEFAULT = new Sampler(2, 10);

  /** Refuses rates and lengths that are not positive and finite. */
  public Sampler {
    if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new IllegalArgumentException(
          "frames per second must be in (0, 1000]: " + framesPerSecond);
    }
    if (!(longestSegment > 0 && longestSegment <= 3600)) {
      throw new IllegalArgumentException(
          "longest segment must be in (0, 3600] s: " + longestSegment);
    }
  }
}
