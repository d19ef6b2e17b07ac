package io.reelspace.index;

import io.reelspace.error.BadInputException;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * Embeddings of queries that people ask, against hubs: results that are near to nearly every query
 * and come up for all of them. What a result is near to in general is taken off its similarity
 * before results are put in order, as QB-Norm does (Bogolin et al., 2022), at half its strength;
 * the scores that are reported stay what they are.
 *
 * @param vectors {@code [queries, dimension]}, each of length one (L2), at least {@value #LEAST}
 */
public record QueryBank(List<float[]> vectors) {

  /** Fewer say more about themselves than about queries in general. */
  public static final int LEAST = 20;

  /** More make a search slower and no better. */
  public static final int MOST = 2000;

  /** Of the paper: how much the nearest queries count. */
  private static final double INVERSE_TEMPERATURE = 20;

  /** The paper's full one gains as much where queries are like the bank, and harms others. */
  private static final double STRENGTH = 0.5;

  /**
   * Refuses banks that are too small or too large.
   *
   * @throws BadInputException when there are less than {@value #LEAST} or more than {@value #MOST}
   */
  public QueryBank {
    vectors = List.copyOf(vectors);
    if (vectors.size() < LEAST || vectors.size() > MOST) {
      throw new BadInputException(
          "a query bank holds %d to %d queries, not %d".formatted(LEAST, MOST, vectors.size()));
    }
  }

  /**
   * What is to be taken off the similarity of a result: {@code w / b log mean exp(b s)} over the
   * queries of the bank.
   *
   * @param embedding of the result, of length one (L2)
   */
  double hubness(float[] embedding) {
    double sum = 0;
    for (float[] query : vectors) {
      sum += Math.exp(INVERSE_TEMPERATURE * VectorUtil.dotProduct(query, embedding));
    }
    return STRENGTH / INVERSE_TEMPERATURE * Math.log(sum / vectors.size());
  }
}
