package io.reelspace.evaluate;

/**
 * Scores of every candidate for every query, computed a block of queries at a time so that the
 * whole {@code [queries, candidates]} matrix never has to exist. Safe for use by several threads.
 */
public interface RowScores {

  /** Number of queries, the rows. */
  int queries();

  /** Number of candidates, the columns. */
  int candidates();

  /**
   * Computes the scores of consecutive queries; a higher score means a better match.
   *
   * @param from first query
   * @param count number of queries
   * @param scores receives {@code [count, candidates]}, row by row, from its start
   */
  void rows(int from, int count, float[] scores);
}
