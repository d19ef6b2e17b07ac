package io.reelspace.encode;

import io.reelspace.media.Cut;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes cuts of the probabilities of frames, as they come. Frames without a gap that are likely a
 * boundary or a part of a transition are one group; a run of boundaries in it is one cut. A new
 * shot begins with the frame behind the boundary.
 */
final class CutGroups {

  /** The authors' threshold. */
  private static final double THRESHOLD = 0.5;

  /** A transition that lasts longer than so many frames is cut off: memory stays bounded. */
  private static final int LONGEST = 1000;

  private record Likely(double pts, double boundary) {}

  private final List<Likely> group = new ArrayList<>();
  private double certain = Double.NEGATIVE_INFINITY;

  /**
   * Takes the next frame.
   *
   * @return the cuts that are certain now
   */
  List<Cut> add(double pts, double boundary, double transition) {
    if ((boundary > THRESHOLD || transition > THRESHOLD) && group.size() < LONGEST) {
      group.add(new Likely(pts, boundary));
      return List.of();
    }
    List<Cut> cuts = cuts(pts);
    group.clear();
    certain = Math.nextUp(pts);
    return cuts;
  }

  /** The cuts of a group at the very end; behind the last frame no shot begins. */
  List<Cut> finish() {
    double last = group.isEmpty() ? 0 : group.getLast().pts();
    List<Cut> cuts =
        cuts(Double.POSITIVE_INFINITY).stream()
            .filter(cut -> cut.pts() <= last)
            .map(cut -> new Cut(cut.pts(), cut.from(), Math.min(last, cut.until()), cut.strength()))
            .toList();
    group.clear();
    return cuts;
  }

  /** Time before which no cut is going to be reported any more. */
  double certainUntil() {
    return certain;
  }

  /**
   * The cuts of a group that is complete.
   *
   * @param next time of the frame behind it
   */
  private List<Cut> cuts(double next) {
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      if (group.get(i).boundary() <= THRESHOLD) {
        continue;
      }
      int first = i;
      while (i + 1 < group.size() && group.get(i + 1).boundary() > THRESHOLD) {
        i++;
      }
      cuts.add(cut(first, i, next));
    }
    if (cuts.size() != 1 || group.size() <= 2) {
      return cuts; // hard cuts
    }
    Cut only = cuts.getFirst();
    return List.of(new Cut(only.pts(), group.getFirst().pts(), next, only.strength()));
  }

  private Cut cut(int first, int last, double next) {
    double strength = 0;
    for (Likely likely : group.subList(first, last + 1)) {
      strength = Math.max(strength, likely.boundary());
    }
    int begins = (first + last) / 2 + 1;
    double pts = begins < group.size() ? group.get(begins).pts() : next;
    return new Cut(pts, pts, pts, strength);
  }
}
