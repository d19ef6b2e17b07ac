package io.reelspace.index;

import io.reelspace.error.BadInputException;

/**
 * What to look for in an index.
 *
 * @param vector the query's embedding, of length one (L2), in the index's space
 * @param top results wanted, 1 to {@link #MAX_TOP}
 * @param by what one result stands for
 * @param minScore results below are left out; -1 leaves nothing out
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record SearchRequest(float[] vector, int top, Grouping by, double minScore) {

  /** Most results of one search. */
  public static final int MAX_TOP = 10_000;

  /**
   * Refuses what cannot be looked for.
   *
   * @throws BadInputException when {@code top} or {@code minScore} is out of range
   * @throws IllegalArgumentException when the vector is not of length one
   */
  public SearchRequest {
    if (top < 1 || top > MAX_TOP) {
      throw new BadInputException(
          "number of results must be 1 to %d, not %d".formatted(MAX_TOP, top));
    }
    if (Double.isNaN(minScore)) {
      throw new BadInputException("the least score must be a number, for example 0.2");
    }
    Embeddings.requireUnitLength(vector);
  }
}
