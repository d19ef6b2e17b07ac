package io.reelspace.evaluate;

import java.util.ArrayList;
import java.util.List;

/** The best candidates of single queries, for showing results and counting hubs. */
public final class TopCandidates {

  private TopCandidates() {}

  /** A candidate and its score. */
  public record Scored(int candidate, float score) {}

  /**
   * The best candidates of one query, best first; of equal scores the lower number comes first.
   *
   * @param k how many, or all when there are fewer
   */
  public static List<Scored> of(RowScores scores, int query, int k) {
    float[] row = new float[scores.candidates()];
    scores.rows(query, 1, row);
    List<Scored> top = new ArrayList<>();
    for (int candidate : of(row, 0, row.length, Math.min(k, row.length))) {
      top.add(new Scored(candidate, row[candidate]));
    }
    return top;
  }

  /** Numbers of the k best of a row, best first: insertion into a short sorted list. */
  static int[] of(float[] row, int offset, int candidates, int k) {
    int[] top = new int[k];
    int size = 0;
    for (int j = 0; j < candidates; j++) {
      float score = row[offset + j];
      if (size == k && score <= row[offset + top[k - 1]]) {
        continue; // nearly all end here
      }
      int at = size < k ? size++ : k - 1;
      while (at > 0 && score > row[offset + top[at - 1]]) {
        top[at] = top[at - 1];
        at--;
      }
      top[at] = j;
    }
    return top;
  }
}
