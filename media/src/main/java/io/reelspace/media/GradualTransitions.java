package io.reelspace.media;

import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds gradual transitions: dissolves, and fades through a plain colour.
 *
 * <p>Frames some time apart are compared, as in the twin comparison of Zhang, Kankanhalli and
 * Smoliar (1993). Where they differ much more than frames of the same distance before and after,
 * the frames in between decide whether it was motion or a transition: what an editor blends is a
 * mixture of the last frame of the old shot, the first of the new one and a plain colour, and a
 * least-squares fit leaves nearly nothing; a moving camera shows what is in neither.
 */
final class GradualTransitions {

  /** Seconds between the frames compared; a transition must fit between them. */
  private static final double[] SPANS = {0.6, 1.1};

  /** Part of a span that, before and after it, tells how much the shots themselves move. */
  private static final double MARGIN = 0.5;

  /** Seconds after the middle of a transition until which it can be found. */
  static final double LOOKAHEAD = (0.75 + MARGIN) * SPANS[SPANS.length - 1];

  /** Seconds before the newest frame that are looked at. */
  static final double LOOKBACK = (1 + 2 * MARGIN) * SPANS[SPANS.length - 1];

  /** Seconds between two tests; a video of a higher rate is not tested more often. */
  private static final double STRIDE = 1.0 / 32;

  /** Least distance between the frames to both sides of a transition. */
  private static final double MIN_CHANGE = 40;

  /** Distances below this are noise. */
  private static final double NOISE = 1;

  /** Largest part of the change that may happen from one frame to the next. */
  private static final double MAX_STEP = 0.55;

  /** Largest correlation of the lumas to both sides; a change of the light leaves more. */
  private static final double MAX_LIKENESS = 0.8;

  // Evidence is the logarithm of the ratio of the change to the motion before and after, less what
  // speaks for motion or for a change of the light within one shot. Chosen on the training videos
  // of the benchmark (docs/benchmarks/shots.md); the optimum is flat.
  private static final double MIN_EVIDENCE = 0;
  private static final double LIKENESS_WEIGHT = 1.5;
  private static final double RESIDUAL_WEIGHT = 7;
  private static final double LARGE_CHANGE = 80;
  private static final double SMALLNESS_WEIGHT = 1;

  /** Most frames of a span that are fitted. */
  private static final int MAX_FITS = 12;

  private final LayoutHistory history;
  private final Consumer<Cut> cuts;
  private double tested = Double.NEGATIVE_INFINITY;

  GradualTransitions(LayoutHistory history, Consumer<Cut> cuts) {
    this.history = history;
    this.cuts = cuts;
  }

  /** Tests the spans that end one margin before the newest frame. */
  void advance() {
    double now = history.pts(history.last());
    if (now - tested < STRIDE) {
      return;
    }
    tested = now;
    for (double span : SPANS) {
      test(now - MARGIN * span, span);
    }
  }

  /** Tests the spans that end within the last margin of a video that has ended. */
  void finish() {
    double now = history.pts(history.last());
    for (double span : SPANS) {
      for (double end = now - MARGIN * span + STRIDE; end <= now; end += STRIDE) {
        test(end, span);
      }
    }
  }

  private void test(double end, double span) {
    if (end - span >= history.pts(history.first())) {
      test(history.shownAt(end - span), history.shownAt(end), MARGIN * span);
    }
  }

  private void test(long before, long after, double margin) {
    if (after - before < 2) {
      return;
    }
    ColorLayout a = history.get(before);
    ColorLayout b = history.get(after);
    float change = a.distance(b);
    if (change < MIN_CHANGE) {
      return;
    }
    ColorLayout earlier = history.get(history.shownAt(a.pts() - margin));
    ColorLayout later = history.get(history.shownAt(b.pts() + margin));
    if (Stream.of(earlier, a, b, later).anyMatch(BlankRuns::plain)) {
      return; // what leads from or to a plain picture is a part of a blank run
    }
    float motion = 0.5f * (earlier.distance(a) + b.distance(later));
    double likeness = a.likeness(b);
    if (likeness > MAX_LIKENESS || largestStep(before, after) > MAX_STEP * change) {
      return;
    }
    double evidence =
        Math.log(change / (motion + NOISE))
            - LIKENESS_WEIGHT * Math.max(0, likeness)
            - SMALLNESS_WEIGHT * Math.log(Math.max(1, LARGE_CHANGE / change));
    if (evidence < MIN_EVIDENCE) {
      return;
    }
    Mixture mixture = new Mixture(a, b);
    long stride = Math.max(1, (after - before) / MAX_FITS);
    double residual = 0;
    int count = 0;
    for (long frame = before + 1; frame < after; frame += stride) {
      residual += mixture.fit(history.get(frame)).residual();
      count++;
    }
    residual /= count;
    evidence -= RESIDUAL_WEIGHT * residual;
    if (evidence < MIN_EVIDENCE) {
      return;
    }
    long middle = middle(mixture, before, after);
    double position = (history.pts(middle) - a.pts()) / (b.pts() - a.pts());
    if (position < 0.25 || position > 0.75) {
      return;
    }
    cuts.accept(
        new Cut(
            history.pts(middle),
            history.pts(before + 1),
            b.pts(),
            change * Math.min(1, (evidence + 1) / 3)));
  }

  private double largestStep(long before, long after) {
    double largest = 0;
    for (long frame = before + 1; frame <= after; frame++) {
      largest = Math.max(largest, history.step(frame));
    }
    return largest;
  }

  /** The first frame that shows more of the new shot than of the old. */
  private long middle(Mixture mixture, long before, long after) {
    for (long frame = before + 1; frame < after; frame++) {
      Mixture.Fit fit = mixture.fit(history.get(frame));
      if (fit.after() > fit.before()) {
        return frame;
      }
    }
    return after;
  }
}
