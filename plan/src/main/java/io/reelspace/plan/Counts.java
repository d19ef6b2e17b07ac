package io.reelspace.plan;

/**
 * What an index holds. Numbers may be parts of one, as they are estimates.
 *
 * @param segments shots, and parts of long ones
 * @param frames of all segments together
 * @param videos files
 * @param lines of words
 */
public record Counts(double segments, double frames, double videos, double lines) {

  /** Refuses negative numbers. */
  public Counts {
    if (!(segments >= 0 && frames >= 0 && videos >= 0 && lines >= 0)) {
      throw new IllegalArgumentException("counts must be from 0 on");
    }
  }

  /** Frames of a segment on the mean. */
  public double framesOfSegment() {
    return segments == 0 ? 0 : frames / segments;
  }
}
