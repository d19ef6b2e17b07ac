package io.reelspace.evaluate;

/**
 * An interval of a video, in seconds.
 *
 * @param start inclusive
 * @param end exclusive, not before the start
 */
public record TimeWindow(double start, double end) {

  /** Refuses an interval that ends before it starts. */
  public TimeWindow {
    if (!(end >= start)) {
      throw new IllegalArgumentException("window from " + start + " to " + end);
    }
  }

  /** Length in seconds. */
  public double length() {
    return end - start;
  }

  /** Length of the intersection over length of the union; 0 when both are empty. */
  public double iou(TimeWindow other) {
    double common = Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
    double union = length() + other.length() - common;
    return union > 0 ? common / union : 0;
  }
}
