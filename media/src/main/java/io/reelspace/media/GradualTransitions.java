package io.reelspace.media;

import java.util.List;
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

  /**
   * A distance of the frames compared.
   *
   * @param seconds between them; a transition must fit in
   * @param minEvidence least evidence for one. Much more moves within the longest span, while
   *     transitions so long are rare
   */
  private record Span(double seconds, double minEvidence) {
    double margin() {
      return MARGIN * seconds;
    }
  }

  private static final List<Span> SPANS =
      List.of(new Span(0.6, 0), new Span(1.1, 0), new Span(2.1, 0.4));

  /** Part of a span that, before and after it, tells how much the shots themselves move. */
  private static final double MARGIN = 0.5;

  /** Seconds after the middle of a transition until which it can be found. */
  static final double LOOKAHEAD = (0.75 + MARGIN) * SPANS.getLast().seconds();

  /** Seconds before the newest frame that are looked at. */
  static final double LOOKBACK = (1 + 2 * MARGIN) * SPANS.getLast().seconds();

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
  private static final double LIKENESS_WEIGHT = 1.5;
  private static final double RESIDUAL_WEIGHT = 7;
  private static final double LARGE_CHANGE = 80;
  private static final double SMALLNESS_WEIGHT = 1;

  /** No evidence at all. */
  private static final double NONE = Double.NEGATIVE_INFINITY;

  /** Weight from which a frame shows one shot alone. */
  private static final double PURE = 0.98;

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
    for (Span span : SPANS) {
      test(now - span.margin(), span);
    }
  }

  /** Tests the spans that end within the last margin of a video that has ended. */
  void finish() {
    double now = history.pts(history.last());
    for (Span span : SPANS) {
      for (double end = now - span.margin() + STRIDE; end <= now; end += STRIDE) {
        test(end, span);
      }
    }
  }

  private void test(double end, Span span) {
    if (end - span.seconds() < history.pts(history.first())) {
      return;
    }
    long before = history.shownAt(end - span.seconds());
    long after = history.shownAt(end);
    if (after - before < 2) {
      return;
    }
    // The dear part last: few spans come so far.
    double evidence = change(before, after, span.margin());
    if (evidence < span.minEvidence()) {
      return;
    }
    Mixture mixture = new Mixture(history.get(before), history.get(after));
    evidence -= RESIDUAL_WEIGHT * residual(mixture, before, after);
    if (evidence >= span.minEvidence()) {
      propose(mixture, before, after, evidence);
    }
  }

  /** Evidence for a change of shots between two frames, without a look at those in between. */
  private double change(long before, long after, double margin) {
    ColorLayout a = history.get(before);
    ColorLayout b = history.get(after);
    double change = a.distance(b);
    if (change < MIN_CHANGE) {
      return NONE;
    }
    ColorLayout earlier = history.get(history.shownAt(a.pts() - margin));
    ColorLayout later = history.get(history.shownAt(b.pts() + margin));
    if (Stream.of(earlier, a, b, later).anyMatch(BlankRuns::plain)) {
      return NONE; // what leads from or to a plain picture is a part of a blank run
    }
    double likeness = a.likeness(b);
    if (likeness > MAX_LIKENESS || largestStep(before, after) > MAX_STEP * change) {
      return NONE;
    }
    double motion = (earlier.distance(a) + b.distance(later)) / 2;
    return Math.log(change / (motion + NOISE))
        - LIKENESS_WEIGHT * Math.max(0, likeness)
        - SMALLNESS_WEIGHT * Math.log(Math.max(1, LARGE_CHANGE / change));
  }

  private double largestStep(long before, long after) {
    double largest = 0;
    for (long frame = before + 1; frame <= after; frame++) {
      largest = Math.max(largest, history.step(frame));
    }
    return largest;
  }

  /** What mixtures leave unexplained, on average over the frames in between. */
  private double residual(Mixture mixture, long before, long after) {
    long stride = Math.max(1, (after - before) / MAX_FITS);
    double residual = 0;
    int count = 0;
    for (long frame = before + 1; frame < after; frame += stride) {
      residual += mixture.fit(history.get(frame)).residual();
      count++;
    }
    return residual / count;
  }

  /** Proposes the cut at the first frame that shows more of the new shot than of the old. */
  private void propose(Mixture mixture, long before, long after, double evidence) {
    long from = -1;
    long middle = -1;
    long until = -1;
    for (long frame = before + 1; frame <= after && until < 0; frame++) {
      Mixture.Fit fit = mixture.fit(history.get(frame));
      if (from < 0 && fit.before() < PURE) {
        from = frame;
      }
      if (middle < 0 && fit.after() > fit.before()) {
        middle = frame;
      }
      if (middle >= 0 && (fit.after() > PURE || frame == after)) {
        until = frame;
      }
    }
    if (from < 0 || until < 0) {
      return;
    }
    ColorLayout a = history.get(before);
    ColorLayout b = history.get(after);
    double position = (history.pts(middle) - a.pts()) / (b.pts() - a.pts());
    if (position < 0.25 || position > 0.75) {
      return; // a span that lies better finds it
    }
    double strength = a.distance(b) * Math.min(1, (evidence + 1) / 3);
    cuts.accept(new Cut(history.pts(middle), history.pts(from), history.pts(until), strength));
  }
}
