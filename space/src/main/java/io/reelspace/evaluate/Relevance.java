package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;
import java.util.Arrays;

/**
 * Which candidates are right for which query: one, or several, as with a video's captions.
 *
 * <p>A query without any is left out of all metrics (a video without captions may still serve as a
 * candidate that distracts).
 */
public final class Relevance {

  private final int[][] relevant;
  private final int candidates;

  private Relevance(int[][] relevant, int candidates) {
    this.relevant = relevant;
    this.candidates = candidates;
  }

  /**
   * One right candidate for each query, for example the video of each caption.
   *
   * @param candidateOfQuery {@code [queries]}, numbers of candidates from 0
   * @throws BadInputException when a number is out of range
   */
  public static Relevance onePerQuery(int[] candidateOfQuery, int candidates) {
    int[][] relevant = new int[candidateOfQuery.length][];
    for (int i = 0; i < relevant.length; i++) {
      relevant[i] = new int[] {candidateOfQuery[i]};
    }
    return of(relevant, candidates);
  }

  /**
   * Any number of right candidates for each query.
   *
   * @param relevant for each query the numbers of its candidates from 0, in any order
   * @throws BadInputException when a number is out of range or named twice for a query
   */
  public static Relevance of(int[][] relevant, int candidates) {
    int[][] sorted = new int[relevant.length][];
    for (int i = 0; i < relevant.length; i++) {
      sorted[i] = relevant[i].clone();
      Arrays.sort(sorted[i]);
      for (int j = 0; j < sorted[i].length; j++) {
        if (sorted[i][j] < 0 || sorted[i][j] >= candidates) {
          throw new BadInputException(
              "Query %d names candidate %d, but there are %d candidates, numbered from 0."
                  .formatted(i, sorted[i][j], candidates));
        }
        if (j > 0 && sorted[i][j] == sorted[i][j - 1]) {
          throw new BadInputException(
              "Query %d names candidate %d twice.".formatted(i, sorted[i][j]));
        }
      }
    }
    return new Relevance(sorted, candidates);
  }

  /** The same pairs with queries and candidates in each other's place. */
  public Relevance inverse() {
    int[] counts = new int[candidates];
    for (int[] row : relevant) {
      for (int candidate : row) {
        counts[candidate]++;
      }
    }
    int[][] turned = new int[candidates][];
    for (int i = 0; i < candidates; i++) {
      turned[i] = new int[counts[i]];
    }
    for (int query = relevant.length - 1; query >= 0; query--) {
      for (int candidate : relevant[query]) {
        turned[candidate][--counts[candidate]] = query;
      }
    }
    return new Relevance(turned, relevant.length);
  }

  /** Number of queries. */
  public int queries() {
    return relevant.length;
  }

  /** Number of candidates. */
  public int candidates() {
    return candidates;
  }

  /** The right candidates of a query, ascending; a copy. */
  public int[] of(int query) {
    return relevant[query].clone();
  }

  /** The same without a copy, for loops inside this package. */
  int[] shared(int query) {
    return relevant[query];
  }

  /**
   * A number for each query that is equal for queries which share their first right candidate (the
   * captions of one video): those are not independent of each other, and intervals and tests must
   * draw them together. -1 where a query has no right candidate.
   */
  int[] groups() {
    int[] groups = new int[relevant.length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = relevant[i].length == 0 ? -1 : relevant[i][0];
    }
    return groups;
  }
}
