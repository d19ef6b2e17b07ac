package io.reelspace.media;

import java.util.function.Consumer;

/**
 * Finds runs of plain pictures (black, as a rule) between two shots, which a fade out and a fade in
 * or a pause leave.
 *
 * <p>A short run belongs to the transition, and the cut lies in its middle. A run longer than
 * {@link #LONGEST_TRANSITION} is a shot of its own, with a cut at its start and one at its end.
 */
final class BlankRuns {

  /** Largest contrast of a plain picture. */
  private static final double MAX_CONTRAST = 4;

  /** Seconds of a blink that is no transition when the same shot goes on after it. */
  private static final double BLINK = 0.25;

  /** Seconds before and after a run that may belong to a fade. */
  static final double FADE = 0.5;

  /** Seconds up to which a run is a transition. */
  static final double LONGEST_TRANSITION = 2;

  /** Stronger than what is found within the fades to both sides of a run. */
  private static final double STRENGTH = 1000;

  private final LayoutHistory history;
  private final Consumer<Cut> cuts;
  private long start = -1;
  private double startPts;
  private boolean longRun;
  private boolean seenPicture;

  BlankRuns(LayoutHistory history, Consumer<Cut> cuts) {
    this.history = history;
    this.cuts = cuts;
  }

  /** Takes in the newest frame. */
  void advance() {
    ColorLayout newest = history.get(history.last());
    if (!plain(newest)) {
      if (start >= 0) {
        end(newest);
      }
      start = -1;
      seenPicture = true;
      return;
    }
    if (start < 0) {
      start = history.last();
      startPts = newest.pts();
      longRun = false;
    }
    if (!longRun && newest.pts() - startPts > LONGEST_TRANSITION) {
      longRun = true;
      if (seenPicture) {
        cuts.accept(new Cut(startPts, startPts, startPts, STRENGTH));
      }
    }
  }

  /** Whether a picture is of one colour. */
  static boolean plain(ColorLayout layout) {
    return layout.contrast() <= MAX_CONTRAST;
  }

  /** Time before which this finds no further cut. */
  double certainUntil() {
    return start < 0 || longRun ? history.pts(history.last()) : startPts;
  }

  private void end(ColorLayout newest) {
    if (longRun) {
      cuts.accept(new Cut(newest.pts(), newest.pts(), newest.pts(), STRENGTH));
      return;
    }
    if (!seenPicture) {
      return; // a video that fades in: its first shot starts with it
    }
    long before = start - 1;
    boolean blink = newest.pts() - startPts < BLINK;
    if (blink && before >= history.first() && sameShot(history.get(before), newest)) {
      return;
    }
    long middle = history.shownAt((startPts + newest.pts()) / 2);
    cuts.accept(new Cut(history.pts(middle), startPts - FADE, newest.pts() + FADE, STRENGTH));
  }

  private static boolean sameShot(ColorLayout before, ColorLayout after) {
    return before.distance(after) < 14;
  }
}
