package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;
import java.util.Arrays;

/**
 * The ranks of the right candidates in one row of scores, by counting instead of sorting.
 *
 * @param ranks ascending, from 1
 * @param tiedWithBest wrong candidates with exactly the score of the best right one
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record RowRanks(int[] ranks, int tiedWithBest) {

  /**
   * Counts, for each right candidate, the wrong ones that score at least as much.
   *
   * @param scores one row from {@code offset}
   * @param relevant numbers of the right candidates
   */
  static RowRanks of(float[] scores, int offset, int candidates, int[] relevant) {
    int n = relevant.length;
    if (n == 0) {
      return new RowRanks(relevant, 0);
    }
    float[] right = new float[n];
    for (int i = 0; i < n; i++) {
      right[i] = scores[offset + relevant[i]];
    }
    Arrays.sort(right); // ascending, NaN last

    // reaches[i]: candidates, right or wrong, whose score reaches right[i - 1] but not right[i]
    int[] reaches = new int[n + 1];
    int atBest = 0;
    float lowest = right[0];
    float best = right[n - 1];
    for (int j = offset; j < offset + candidates; j++) {
      float score = scores[j];
      if (score < lowest) {
        continue; // nearly all of a good space end here
      }
      if (Float.isNaN(score)) {
        throw new BadInputException(
            "The score of candidate %d is not a number: check what made it.".formatted(j - offset));
      }
      reaches[reached(right, score)]++;
      if (score == best) {
        atBest++;
      }
    }
    return new RowRanks(ranks(right, reaches), atBest - atOrAbove(right, best));
  }

  private static int[] ranks(float[] right, int[] reaches) {
    int n = right.length;
    int[] ranks = new int[n];
    int atOrAbove = 0;
    for (int i = n - 1; i >= 0; i--) {
      atOrAbove += reaches[i + 1];
      int equalsAndBetter = atOrAbove(right, right[i]);
      ranks[n - 1 - i] = (atOrAbove - equalsAndBetter) + (n - i);
    }
    return ranks;
  }

  /** How many of the ascending values the score reaches. */
  private static int reached(float[] ascending, float score) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int atOrAbove(float[] ascending, float score) {
    int count = 0;
    for (int i = ascending.length - 1; i >= 0 && ascending[i] >= score; i--) {
      count++;
    }
    return count;
  }
}
