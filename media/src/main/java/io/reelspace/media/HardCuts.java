package io.reelspace.media;

import java.util.function.Consumer;

/**
 * Finds hard cuts: frames that differ from the one before much more than the frames around them do.
 *
 * <p>The threshold adapts to the motion of the shot as in PySceneDetect's AdaptiveDetector, with
 * neighbourhoods in seconds instead of frames. A flash, which also differs from the frame before,
 * is told from a cut by what follows: after a cut nothing looks like the frames before it.
 */
final class HardCuts {

  /** Least distance between the two frames of a cut. */
  private static final double MIN_STEP = 14;

  /** Distances below this are noise. */
  private static final double NOISE = 1;

  // Evidence is the logarithm of the ratio of the step to the motion around it, less what speaks
  // for one shot: pictures alike, the same colours elsewhere, and a step smaller than those between
  // unrelated pictures. Chosen on the training videos of the benchmark (docs/benchmarks/shots.md).
  private static final double MIN_EVIDENCE = 0.65;
  private static final double LIKENESS_WEIGHT = 1;
  private static final double LARGE_STEP = 40;
  private static final double SMALLNESS_WEIGHT = 0.5;
  private static final double NEW_PALETTE = 0.35;
  private static final double PALETTE_WEIGHT = 1.5;

  /** Share of the step by which the frames of both sides must keep apart. */
  private static final double LASTING = 0.6;

  /** Seconds to each side whose mean step counts, and in which a flash may end. */
  private static final double NEAR = 0.2;

  /** Seconds to each side whose second largest step counts. */
  private static final double WIDE = 0.55;

  /** Share of the second largest step that counts. */
  private static final double SHARE = 0.6;

  /** Seconds to each side, and least ratio of a step to any other in them. */
  private static final double STUTTER = 0.47;

  private static final double STUTTER_RATIO = 1.15;

  /** Frames to each side that are looked at in any case, unless they are very far. */
  private static final int MIN_NEIGHBOURS = 2;

  /** Seconds beyond which a frame is no neighbour in any case. */
  static final double FARTHEST = 2.2;

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
    return after > FARTHEST || (after > WIDE && history.last() - frame >= MIN_NEIGHBOURS);
  }

  private void judge(long frame) {
    double step = history.step(frame);
    if (step < MIN_STEP) {
      return;
    }
    double ratio = Math.log(step / (motion(frame) + NOISE));
    if (ratio < MIN_EVIDENCE) {
      return;
    }
    double evidence = ratio - doubts(history.get(frame - 1), history.get(frame), step);
    if (evidence < MIN_EVIDENCE || leastDistance(frame) < LASTING * step) {
      return;
    }
    double pts = history.pts(frame);
    cuts.accept(new Cut(pts, pts, pts, 2 * step));
  }

  /** What speaks for one shot on both sides of a step. */
  private static double doubts(ColorLayout before, ColorLayout after, double step) {
    double palette = before.paletteDistance(after) / step;
    return LIKENESS_WEIGHT * before.likeness(after)
        + SMALLNESS_WEIGHT * Math.log(Math.max(1, LARGE_STEP / step))
        + PALETTE_WEIGHT * Math.max(0, 1 - palette / NEW_PALETTE);
  }

  /**
   * The size of the steps that motion makes around a frame: their mean, but at least a share of the
   * second largest in a wider neighbourhood. Where copies of frames fill up a rate, most steps are
   * zero though the shot moves. The largest may be another cut; one about as large as the step
   * itself and closer than the shortest shot, however, is motion that stutters.
   */
  private double motion(long frame) {
    double sum = 0;
    int count = 0;
    double largest = 0;
    double second = 0;
    double stutter = 0;
    for (long other = first(frame, WIDE); other <= last(frame, WIDE); other++) {
      if (other == frame || other == history.first()) {
        continue;
      }
      double step = history.step(other);
      if (neighbours(frame, other, NEAR)) {
        sum += step;
        count++;
      }
      if (apart(frame, other) <= STUTTER && step * STUTTER_RATIO > history.step(frame)) {
        stutter = step;
      }
      second = Math.max(second, Math.min(step, largest));
      largest = Math.max(largest, step);
    }
    return Math.max(stutter, Math.max(sum / Math.max(1, count), SHARE * second));
  }

  /** Least distance between the frame before and what follows, and the frame and what precedes. */
  private double leastDistance(long frame) {
    double least = history.step(frame);
    for (long other = frame + 1; other <= last(frame, NEAR); other++) {
      least = Math.min(least, history.get(frame - 1).distance(history.get(other)));
    }
    for (long other = first(frame, NEAR); other < frame - 1; other++) {
      least = Math.min(least, history.get(frame).distance(history.get(other)));
    }
    return least;
  }

  private long first(long frame, double seconds) {
    long first = frame;
    while (first > history.first() && neighbours(frame, first - 1, seconds)) {
      first--;
    }
    return first;
  }

  private long last(long frame, double seconds) {
    long last = frame;
    while (last < history.last() && neighbours(frame, last + 1, seconds)) {
      last++;
    }
    return last;
  }

  private boolean neighbours(long frame, long other, double seconds) {
    double apart = apart(frame, other);
    return apart <= seconds || (apart <= FARTHEST && Math.abs(frame - other) <= MIN_NEIGHBOURS);
  }

  private double apart(long frame, long other) {
    return Math.abs(history.pts(frame) - history.pts(other));
  }
}
