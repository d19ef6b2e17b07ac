package io.reelspace.media;

import java.util.function.Consumer;

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

  /** Seconds before and after the span that tell how much the shots themselves move. */
  private static final double MARGIN = 0.3;

  /** Seconds after the middle of a transition until which it can be found. */
  static final double LOOKAHEAD = SPANS[SPANS.length - 1] * 0.8 + MARGIN;

  /** Seconds before the newest frame that are looked at. */
  static final double LOOKBACK = SPANS[SPANS.length - 1] + 2 * MARGIN;

  /** Seconds between two tests; a video of a higher rate is not tested more often. */
  private static final double STRIDE = 1.0 / 32;

  /** Least distance between the frames to both sides of a transition. */
  private static final double MIN_CHANGE = 40;

  /** Least ratio of that distance to those within the margins. */
  private static final double MIN_RATIO = 2.5;

  /** Largest part of the difference that the mixture may leave unexplained. */
  private static final double MAX_RESIDUAL = 0.12;

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
    if (now - tested >= STRIDE) {
      tested = now;
      test(now - MARGIN);
    }
  }

  /** Tests the spans that end within the last margin of a video that has ended. */
  void finish() {
    double now = history.pts(history.last());
    for (double end = now - MARGIN + STRIDE; end <= now; end += STRIDE) {
      test(end);
    }
  }

  private void test(double end) {
    for (double span : SPANS) {
      if (end - span >= history.pts(history.first())) {
        test(history.shownAt(end - span), history.shownAt(end));
      }
    }
  }

  private void test(long before, long after) {
    if (after - before < 2) {
      return;
    }
    ColorLayout a = history.get(before);
    ColorLayout b = history.get(after);
    float change = a.distance(b);
    if (change < MIN_CHANGE || BlankRuns.plain(a) || BlankRuns.plain(b)) {
      return; // what leads from or to a plain picture is a part of a blank run
    }
    float motion =
        0.5f
            * (a.distance(history.get(history.shownAt(a.pts() - MARGIN)))
                + b.distance(history.get(history.shownAt(b.pts() + MARGIN))));
    if (change < MIN_RATIO * motion) {
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
    if (residual > MAX_RESIDUAL) {
      return;
    }
    long middle = middle(mixture, before, after);
    double position = (history.pts(middle) - a.pts()) / (b.pts() - a.pts());
    if (position < 0.2 || position > 0.8) {
      return;
    }
    cuts.accept(
        new Cut(
            history.pts(middle),
            history.pts(before + 1),
            b.pts(),
            (change - motion) * (1 - residual)));
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
