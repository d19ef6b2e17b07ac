package io.reelspace.index;

import io.reelspace.error.BadInputException;
import io.reelspace.index.filter.Filter;
import java.util.Optional;

/**
 * What to look for in an index.
 *
 * @param vector the query's embedding, of length one (L2), in the index's space
 * @param top results wanted, 1 to {@link #MAX_TOP}
 * @param by what one result stands for
 * @param minScore results below are left out, unless their words match; -1 leaves nothing out
 * @param filter which videos are looked at
 * @param words what to look for in words as well; where no line has them, the result is that of the
 *     vector alone
 * @param ranking how segments become results
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record SearchRequest(
    float[] vector,
    int top,
    Grouping by,
    double minScore,
    Filter filter,
    Optional<WordQuery> words,
    Ranking ranking) {

  /** Most results of one search. */
  public static final int MAX_TOP = 10_000;

  /**
   * Refuses what cannot be looked for.
   *
   * @throws BadInputException when {@code top} or {@code minScore} is out of range
   * @throws IllegalArgumentException when the vector is not of length one
   */
  public SearchRequest {
    requireTop(top);
    if (Double.isNaN(minScore)) {
      throw new BadInputException("the least score must be a number, for example 0.2");
    }
    Embeddings.requireUnitLength(vector);
  }

  /** A search for segments in all videos by the vector alone. */
  public SearchRequest(float[] vector, int top, Grouping by, double minScore) {
    this(vector, top, by, minScore, Filter.all(), Optional.empty(), Ranking.SEGMENTS);
  }

  static void requireTop(int top) {
    if (top < 1 || top > MAX_TOP) {
      throw new BadInputException(
          "number of results must be 1 to %d, not %d".formatted(MAX_TOP, top));
    }
  }

  /** The same with another number of results. */
  public SearchRequest withTop(int other) {
    return new SearchRequest(vector, other, by, minScore, filter, words, ranking);
  }

  /** The same among the videos that a filter takes. */
  public SearchRequest withFilter(Filter other) {
    return new SearchRequest(vector, top, by, minScore, other, words, ranking);
  }

  /** The same, joined with a search for words. */
  public SearchRequest withWords(WordQuery other) {
    return new SearchRequest(vector, top, by, minScore, filter, Optional.of(other), ranking);
  }

  /** The same, with segments becoming results in another way. */
  public SearchRequest withRanking(Ranking other) {
    return new SearchRequest(vector, top, by, minScore, filter, words, other);
  }

  /** The same without a least score. */
  SearchRequest whateverScore() {
    return new SearchRequest(vector, top, by, -1, filter, words, ranking);
  }
}
