package io.reelspace.media;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the cuts of a video as its frames arrive, in memory that does not grow with its length.
 *
 * <p>Three detectors look at the same few seconds of {@link ColorLayout colour layouts}: {@link
 * HardCuts}, {@link GradualTransitions} and {@link BlankRuns}. Of boundaries closer to each other
 * than the shortest shot, the strongest stays. All times are presentation times, so that the rate
 * of a video, which need not be constant, does not matter.
 */
final class ShotDetector implements CutFinder {

  /** Seconds of the shortest shot; boundaries are at least so far apart. */
  static final double SHORTEST_SHOT = 0.5;

  private final LayoutHistory history =
      new LayoutHistory(Math.max(GradualTransitions.LOOKBACK, BlankRuns.LONGEST_TRANSITION) + 0.5);
  private final List<Cut> candidates = new ArrayList<>();
  private final HardCuts hardCuts = new HardCuts(history, this::propose);
  private final GradualTransitions gradual = new GradualTransitions(history, this::propose);
  private final BlankRuns blankRuns = new BlankRuns(history, this::propose);
  private double shotStart;
  private double clearFrom = Double.NEGATIVE_INFINITY;
  private double certain = Double.NEGATIVE_INFINITY;

  @Override
  public List<Cut> add(double pts, RgbImage analysis) {
    boolean first = history.last() < 0;
    history.add(ColorLayout.of(pts, analysis));
    if (first) {
      shotStart = pts;
    }
    hardCuts.advance();
    gradual.advance();
    blankRuns.advance();
    return settle(found());
  }

  @Override
  public List<Cut> finish() {
    if (history.last() < 0) {
      return List.of();
    }
    hardCuts.finish();
    gradual.finish();
    double end = history.pts(history.last());
    candidates.removeIf(cut -> cut.pts() > end - SHORTEST_SHOT);
    return settle(Double.POSITIVE_INFINITY);
  }

  @Override
  public double certainUntil() {
    return certain;
  }

  /** Time before which every candidate has been proposed. */
  private double found() {
    double gradualUntil = history.pts(history.last()) - GradualTransitions.LOOKAHEAD;
    return Math.min(
        Math.min(gradualUntil, hardCuts.certainUntil()), blankRuns.certainUntil() - BlankRuns.FADE);
  }

  private void propose(Cut cut) {
    if (cut.pts() < certain
        || cut.pts() < shotStart + SHORTEST_SHOT
        || cut.pts() <= clearFrom
        || candidates.stream().anyMatch(other -> covers(other, cut))) {
      // Before what is certain only where frames are shown for longer than the look-ahead.
      return;
    }
    candidates.removeIf(other -> covers(cut, other));
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).pts() == cut.pts()) {
        if (cut.strength() > candidates.get(i).strength()) {
          candidates.set(i, cut);
        }
        return;
      }
    }
    candidates.add(cut);
    candidates.sort(Comparator.comparingDouble(Cut::pts));
  }

  /** Decides on the candidates whose rivals are all known. */
  private List<Cut> settle(double found) {
    List<Cut> settled = new ArrayList<>();
    while (!candidates.isEmpty() && candidates.getFirst().pts() + SHORTEST_SHOT <= found) {
      Cut cut = candidates.getFirst();
      if (candidates.stream().anyMatch(rival -> beats(rival, cut))) {
        candidates.removeFirst();
        continue;
      }
      candidates.removeIf(rival -> rival.pts() < cut.pts() + SHORTEST_SHOT);
      settled.add(cut);
      shotStart = cut.pts();
      clearFrom = cut.until();
    }
    double open = candidates.isEmpty() ? found : candidates.getFirst().pts();
    certain = Math.max(certain, Math.min(found, open));
    return settled;
  }

  /** Whether a weaker boundary is a part of the transition of a stronger one. */
  private static boolean covers(Cut cut, Cut weaker) {
    return weaker.strength() < cut.strength()
        && weaker.pts() >= cut.from()
        && weaker.pts() <= cut.until();
  }

  private static boolean beats(Cut rival, Cut cut) {
    return rival.pts() < cut.pts() + SHORTEST_SHOT && rival.strength() > cut.strength();
  }
}
