package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;

/**
 * Query bank normalisation with the dynamic inverted softmax (QB-Norm, Bogolin et al., 2022): a
 * candidate's similarity is divided, as an exponential, by what a bank of other queries gives it,
 * {@code exp(beta s_ij) / sum_b exp(beta s_bj)}; and this only for queries whose nearest candidate
 * is also nearest to some query of the bank, the others keep their raw scores. The bank is best
 * drawn from the training split.
 *
 * <p>Compares queries of the bank with the same candidates that are being ranked, so it is made for
 * one direction.
 */
public final class QueryBankNormalization implements ScoreAdjustment {

  private final Similarity bank;
  private final double beta;

  /**
   * A bank of queries.
   *
   * @param bank similarities {@code [bank queries, candidates]}
   * @param beta inverse temperature; the paper uses 20
   */
  public QueryBankNormalization(Similarity bank, double beta) {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be positive: " + beta);
    }
    this.bank = bank;
    this.beta = beta;
  }

  @Override
  public String name() {
    return "QB-Norm, bank of " + bank.queries();
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException when the bank was compared with another number of candidates
   */
  @Override
  public RowScores adjust(Similarity raw) {
    if (bank.candidates() != raw.candidates()) {
      throw new BadInputException(
          "The query bank was compared with %d candidates, the queries with %d."
              .formatted(bank.candidates(), raw.candidates()));
    }
    double[] norms = LogSumExp.ofRows(bank.transposed(), beta);
    boolean[] activated = new boolean[raw.candidates()];
    RowBlocks.forEach(
        bank, (query, row, offset) -> activated[nearest(row, offset, activated.length)] = true);
    return new AdjustedRows(
        raw,
        (row, offset) -> {
          if (activated[nearest(row, offset, norms.length)]) {
            for (int j = 0; j < norms.length; j++) {
              row[offset + j] = (float) (beta * row[offset + j] - norms[j]);
            }
          }
        });
  }

  private static int nearest(float[] row, int offset, int candidates) {
    int best = 0;
    for (int j = 1; j < candidates; j++) {
      if (row[offset + j] > row[offset + best]) {
        best = j;
      }
    }
    return best;
  }
}
