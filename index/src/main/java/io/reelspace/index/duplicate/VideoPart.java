package io.reelspace.index.duplicate;

import java.util.Comparator;

/**
 * A part of a video of the index.
 *
 * @param videoId of the video
 * @param video path of its file
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 */
public record VideoPart(String videoId, String video, double start, double end)
    implements Comparable<VideoPart> {

  private static final Comparator<VideoPart> ORDER =
      Comparator.comparing(VideoPart::video).thenComparingDouble(VideoPart::start);

  /** In the order of paths and times. */
  @Override
  public int compareTo(VideoPart other) {
    return ORDER.compare(this, other);
  }

  /** Seconds. */
  public double length() {
    return end - start;
  }

  /** Whether two parts of one video share more than half of the shorter one. */
  boolean isMostly(VideoPart other) {
    double common = Math.min(end, other.end) - Math.max(start, other.start);
    return videoId.equals(other.videoId)
        && common >= 0
        && common >= 0.5 * Math.min(length(), other.length());
  }

  VideoPart and(VideoPart other) {
    return new VideoPart(videoId, video, Math.min(start, other.start), Math.max(end, other.end));
  }
}
