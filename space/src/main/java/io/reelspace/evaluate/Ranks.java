package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;
import java.util.Arrays;

/**
 * The ranks at which the right candidates of each query were found, from 1; all that ranking
 * metrics need. Candidates of equal score rank as if the wrong ones came first.
 */
public final class Ranks {

  private final int[][] ranks;
  private final int[] tied;
  private final int[] groups;
  private final int candidates;

  private Ranks(int[][] ranks, int[] tied, int[] groups, int candidates) {
    this.ranks = ranks;
    this.tied = tied;
    this.groups = groups;
    this.candidates = candidates;
  }

  /**
   * Ranks all candidates for all queries. Time grows with {@code queries x candidates}, memory does
   * not: only the ranks of the right candidates are kept, and nothing is sorted but these.
   *
   * @throws BadInputException when scores and relevance differ in their sizes, or a score is NaN
   */
  public static Ranks of(RowScores scores, Relevance relevance) {
    if (scores.queries() != relevance.queries() || scores.candidates() != relevance.candidates()) {
      throw new BadInputException(
          "Scores of %d queries x %d candidates, but relevance of %d x %d."
              .formatted(
                  scores.queries(),
                  scores.candidates(),
                  relevance.queries(),
                  relevance.candidates()));
    }
    int[][] ranks = new int[scores.queries()][];
    int[] tied = new int[scores.queries()];
    RowBlocks.forEach(
        scores,
        (query, row, offset) -> {
          RowRanks found = RowRanks.of(row, offset, scores.candidates(), relevance.shared(query));
          ranks[query] = found.ranks();
          tied[query] = found.tiedWithBest();
        });
    return new Ranks(ranks, tied, relevance.groups(), scores.candidates());
  }

  /** Number of queries. */
  public int queries() {
    return ranks.length;
  }

  /** Number of candidates that were ranked. */
  public int candidates() {
    return candidates;
  }

  /** The ranks of a query's right candidates, ascending; empty when it has none. */
  public int[] of(int query) {
    return ranks[query].clone();
  }

  /** The best rank of a query's right candidates; 0 when it has none. */
  public int best(int query) {
    return ranks[query].length == 0 ? 0 : ranks[query][0];
  }

  /**
   * The number of queries whose best right candidate shares its score with a wrong one, so that the
   * way ties are counted matters; 0 in a healthy space.
   */
  public int queriesWithTies() {
    return (int) Arrays.stream(tied).filter(n -> n > 0).count();
  }

  int[] shared(int query) {
    return ranks[query];
  }

  int[] groups() {
    return groups;
  }
}
