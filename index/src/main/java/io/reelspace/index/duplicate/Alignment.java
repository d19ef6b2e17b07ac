package io.reelspace.index.duplicate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where two videos show the same at a constant distance of time.
 *
 * <p>Pairs of similar frames vote for their distance in time (a Hough transform with one
 * parameter); along the distances with most votes, the run of frames with the largest sum of
 * similarity above the threshold is what both have in common (a local alignment without gaps; a few
 * frames that differ, such as a caption, do not end it). Speed is not changed in a copy.
 */
final class Alignment {

  /** Frames are sampled twice a second or so, each video on a grid of its own. */
  private static final double BIN = 0.25;

  private static final int MOST_DISTANCES = 8;

  /** How far a frame's partner may lie from where it should be. */
  private static final double REACH = 0.51;

  private final FrameSequence one;
  private final FrameSequence other;
  private final DuplicateOptions options;
  private final Map<Long, Double> votes = new HashMap<>();

  Alignment(FrameSequence one, FrameSequence other, DuplicateOptions options) {
    this.one = one;
    this.other = other;
    this.options = options;
  }

  /** Lets the frames of two intervals vote. */
  void vote(double start, double end, double otherStart, double otherEnd) {
    for (int i = one.from(start); i < one.size() && one.time(i) < end; i++) {
      for (int j = other.from(otherStart); j < other.size() && other.time(j) < otherEnd; j++) {
        double above = one.similarity(i, other, j) - options.frameSimilarity();
        if (above > 0) {
          votes.merge(Math.round((other.time(j) - one.time(i)) / BIN), above, Double::sum);
        }
      }
    }
  }

  /** The best common part, empty where none is good enough. */
  Optional<DuplicatePair> best() {
    Optional<Run> best = Optional.empty();
    for (long distance : mostVoted()) {
      Optional<Run> run = run(distance * BIN);
      if (run.isPresent() && (best.isEmpty() || run.get().sum() > best.get().sum())) {
        best = run;
      }
    }
    return best.filter(this::isLongEnough)
        .filter(run -> run.similarity() >= options.similarity())
        .map(run ->
            new DuplicatePair(
                one.part(run.start(), run.end()),
                other.part(run.start() + run.distance(), run.end() + run.distance()),
                Math.min(1, run.similarity())));
  }

  private List<Long> mostVoted() {
    return votes.keySet().stream()
        .sorted((a, b) -> {
          int order = Double.compare(smoothed(b), smoothed(a));
          return order == 0 ? Long.compare(Math.abs(a), Math.abs(b)) : order;
        })
        .limit(MOST_DISTANCES)
        .toList();
  }

  private double smoothed(long bin) {
    return votes.getOrDefault(bin, 0.0)
        + (votes.getOrDefault(bin - 1, 0.0) + votes.getOrDefault(bin + 1, 0.0)) / 2;
  }

  /**
   * A run of frames.
   *
   * @param distance seconds from the time in the first video to that in the second
   * @param sum of similarity above the threshold
   * @param similarity mean of the frames
   */
  private record Run(double start, double end, double distance, double sum, double similarity) {}

  /** The run with the largest sum along a distance (Bentley, 1984). */
  private Optional<Run> run(double distance) {
    Optional<Run> best = Optional.empty();
    double sum = 0;
    double all = 0;
    int first = -1;
    int count = 0;
    for (int i = one.from(other.start() - distance); i < one.size(); i++) {
      double similarity = other.nearby(one, i, one.time(i) + distance, REACH);
      if (Double.isNaN(similarity)) {
        continue; // nothing is there at that time
      }
      if (sum <= 0) {
        sum = 0;
        all = 0;
        count = 0;
        first = i;
      }
      sum += similarity - options.frameSimilarity();
      all += similarity;
      count++;
      if (sum > 0 && (best.isEmpty() || sum > best.get().sum())) {
        double end = Math.min(one.endOf(i), other.end() - distance);
        double start = Math.max(one.time(first), other.start() - distance);
        best = Optional.of(new Run(start, Math.max(start, end), distance, sum, all / count));
      }
    }
    return best;
  }

  private boolean isLongEnough(Run run) {
    double half = Math.min(one.length(), other.length()) / 2;
    return run.end() - run.start() >= Math.min(options.shortest(), half);
  }
}
