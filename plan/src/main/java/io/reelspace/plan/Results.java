package io.reelspace.plan;

/**
 * What a search gives: ten results.
 *
 * @param moments parts of segments, found by their frames; else whole segments
 * @param alike segments beside each other that are one moment
 * @param read segments whose frames are read for each candidate, its neighbours included
 */
public record Results(boolean moments, double alike, double read) {

  private static final int TOP = 10;

  /** Candidates that are looked at first; four times as many where these become too few moments. */
  private static final double CANDIDATES = 100;

  private static final double GROWTH = 4;
  private static final double MOST_CANDIDATES = 10_000;

  /** Whole segments. */
  public static final Results SEGMENTS = new Results(false, 1, 0);

  /** Moments in ordinary videos: a segment is read with its neighbours, which show other things. */
  public static final Results MOMENTS = new Results(true, 1, 3);

  /** Refuses what is no result. */
  public Results {
    if (!(alike >= 1 && read >= 0)) {
      throw new IllegalArgumentException("a moment is at least one segment");
    }
  }

  /** How often candidates are looked for; 0 for whole segments. */
  int rounds() {
    if (!moments) {
      return 0;
    }
    int rounds = 1;
    for (double depth = CANDIDATES; depth < TOP * alike && depth < MOST_CANDIDATES; rounds++) {
      depth *= GROWTH;
    }
    return rounds;
  }

  /** Segments whose frames are read, in all rounds together. */
  double segmentsRead() {
    double segments = 0;
    for (int round = 1; round <= rounds(); round++) {
      segments += depth(round) * read;
    }
    return segments;
  }

  /** Those of the last round, among which are all others. */
  double segmentsOfLastRound() {
    return rounds() == 0 ? 0 : depth(rounds()) * read;
  }

  private static double depth(int round) {
    return Math.min(CANDIDATES * Math.pow(GROWTH, round - 1), MOST_CANDIDATES);
  }
}
