package io.reelspace.media;

import java.util.function.Consumer;

/**
 * Finds hard cuts: frames that differ from the one before much more than the frames around them do.
 *
 * <p>The threshold adapts to the motion of the shot as in PySceneDetect's AdaptiveDetector, with a
 * neighbourhood in seconds instead of frames. A flash, which also differs from the frame before, is
 * told from a cut by what follows: after a cut nothing looks like the frames before it.
 */
final class HardCuts {

  /** Least distance between the two frames of a cut. */
  private static final double MIN_STEP = 14;

  /** Least ratio of the step at a cut to the typical step around it. */
  private static final double MIN_RATIO = 3;

  /** Steps below this are noise. */
  private static final double NOISE = 1;

  /** Share of the step by which the frames of both sides must keep apart. */
  private static final double LASTING = 0.6;

  /** Seconds to each side whose steps make the typical one, and in which a flash may end. */
  private static final double NEIGHBOURHOOD = 0.2;

  /** Frames to each side that are looked at where there are fewer in the neighbourhood. */
  private static final int MIN_NEIGHBOURS = 2;

  /** Seconds beyond which a frame is no neighbour in any case. */
  static final double FARTHEST_NEIGHBOUR = 2.2;

  private final LayoutHistory history;
  private final Consumer<Cut> cuts;
  private long next = 1;

  HardCuts(LayoutHistory history, Consumer<Cut> cuts) {
    this.history = history;
    this.cuts = cuts;
  }

  /** Judges the frames whose neighbourhood is known by now. */
  void advance() {
    while (next < history.last() && known(next)) {
      judge(next++);
    }
  }

  /** Judges the remaining frames of a video that has ended. */
  void finish() {
    while (next <= history.last()) {
      judge(next++);
    }
  }

  /** Time before which every cut has been found. */
  double certainUntil() {
    return history.pts(Math.min(next, history.last()));
  }

  private boolean known(long frame) {
    double after = history.pts(history.last()) - history.pts(frame);
    return after >= FARTHEST_NEIGHBOUR
        || (after >= NEIGHBOURHOOD && history.last() - frame >= MIN_NEIGHBOURS);
  }

  private boolean neighbour(long frame, long other) {
    double apart = Math.abs(history.pts(frame) - history.pts(other));
    return apart <= NEIGHBOURHOOD
        || (apart <= FARTHEST_NEIGHBOUR && Math.abs(frame - other) <= MIN_NEIGHBOURS);
  }

  private void judge(long frame) {
    double step = history.step(frame);
    if (step < MIN_STEP) {
      return;
    }
    long from = frame;
    while (from - 1 > history.first() && neighbour(frame, from - 1)) {
      from--;
    }
    long to = frame;
    while (to < history.last() && neighbour(frame, to + 1)) {
      to++;
    }
    if (step < MIN_RATIO * (NOISE + typicalStep(from, frame, to))) {
      return;
    }
    if (leastDistance(from, frame, to) < LASTING * step) {
      return;
    }
    double pts = history.pts(frame);
    cuts.accept(new Cut(pts, pts, pts, 2 * step));
  }

  /**
   * The mean of the steps around a frame, and at least half of the second largest: where copies of
   * frames fill up a rate, most steps are zero though the shot moves. One larger step may be
   * another cut.
   */
  private double typicalStep(long from, long frame, long to) {
    double sum = 0;
    double largest = 0;
    double second = 0;
    for (long other = from; other <= to; other++) {
      if (other == frame) {
        continue;
      }
      double step = history.step(other);
      sum += step;
      second = Math.max(second, Math.min(step, largest));
      largest = Math.max(largest, step);
    }
    return Math.max(sum / Math.max(1, to - from), second / 2);
  }

  /** Least distance between the frame before and what follows, and the frame and what precedes. */
  private double leastDistance(long from, long frame, long to) {
    double least = history.step(frame);
    for (long other = frame + 1; other <= to; other++) {
      least = Math.min(least, history.get(frame - 1).distance(history.get(other)));
    }
    for (long other = from; other < frame - 1; other++) {
      least = Math.min(least, history.get(frame).distance(history.get(other)));
    }
    return least;
  }
}
