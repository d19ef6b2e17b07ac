package io.reelspace.space;

import java.util.List;
import java.util.Optional;

/**
 * A media file in a space: an embedding for each of its segments, in the order of time.
 *
 * @param segments at least one
 * @param warnings what was wrong with a file that was readable only in part, one sentence each
 */
public record EmbeddedMedium(List<Segment> segments, List<String> warnings) {

  /** Below this the segments' embeddings cancel out, and their mean has no direction. */
  private static final double SHORTEST_MEAN = 1e-6;

  /**
   * A segment and its embedding.
   *
   * @param start presentation time in seconds
   * @param end presentation time in seconds, exclusive
   * @param embedding of length one
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Segment(double start, double end, float[] embedding) {}

  /** Keeps its own copies; refuses a medium without segments. */
  public EmbeddedMedium {
    segments = List.copyOf(segments);
    warnings = List.copyOf(warnings);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("no segment");
    }
  }

  /** One embedding for the whole medium: the direction of the mean of its segments'. */
  public float[] mean() {
    return mean(segments);
  }

  /**
   * One embedding for a part: the direction of the mean over the segments that overlap it; empty
   * when none does.
   *
   * @param start in seconds
   * @param end in seconds, exclusive
   */
  public Optional<float[]> mean(double start, double end) {
    List<Segment> part = segments.stream().filter(s -> s.start() < end && s.end() > start).toList();
    return part.isEmpty() ? Optional.empty() : Optional.of(mean(part));
  }

  private static float[] mean(List<Segment> segments) {
    double[] sum = new double[segments.getFirst().embedding().length];
    for (Segment segment : segments) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += segment.embedding()[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    if (length < SHORTEST_MEAN) {
      return segments.getFirst().embedding();
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / length);
    }
    return mean;
  }
}
