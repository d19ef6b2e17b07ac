package io.reelspace.optimise;

import io.reelspace.evaluate.RowScores;
import io.reelspace.evaluate.Similarity;
import java.util.Arrays;

/**
 * Scores of which the best of each query are computed again more precisely, and rank before all
 * others.
 *
 * @param coarse by which the best are found
 * @param exact by which they are ordered; a cosine, so at most 1
 * @param best how many
 */
record Rescored(RowScores coarse, Similarity exact, int best) implements RowScores {

  /** Lifts what was scored again above all else. */
  private static final float ABOVE = 1000;

  @Override
  public int queries() {
    return coarse.queries();
  }

  @Override
  public int candidates() {
    return coarse.candidates();
  }

  @Override
  public void rows(int from, int count, float[] scores) {
    int candidates = candidates();
    coarse.rows(from, count, scores);
    if (best >= candidates) {
      exact.rows(from, count, scores);
      return;
    }
    float[] precise = new float[count * candidates];
    exact.rows(from, count, precise);
    for (int i = 0; i < count; i++) {
      int offset = i * candidates;
      float[] sorted = Arrays.copyOfRange(scores, offset, offset + candidates);
      Arrays.sort(sorted);
      float least = sorted[candidates - best];
      for (int j = offset; j < offset + candidates; j++) {
        if (scores[j] >= least) {
          scores[j] = ABOVE + precise[j];
        }
      }
    }
  }
}
