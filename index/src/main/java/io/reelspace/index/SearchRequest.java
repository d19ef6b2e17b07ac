package io.reelspace.index;

import io.reelspace.error.BadInputException;
import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.util.Map;
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
 * @param modalities in which modalities the vector is looked for, and how the similarities in each
 *     become those by which results are ordered: of results at the same time the better counts
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record SearchRequest(
    float[] vector,
    int top,
    Grouping by,
    double minScore,
    Filter filter,
    Optional<WordQuery> words,
    Ranking ranking,
    Map<Modality, LinearScale> modalities) {

  /** What is looked for in pictures alone. */
  public static final Map<Modality, LinearScale> PICTURES =
      Map.of(Modality.VISUAL, LinearScale.IDENTITY);

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
    modalities = Map.copyOf(modalities);
  }

  /** A search in pictures. */
  public SearchRequest(
      float[] vector,
      int top,
      Grouping by,
      double minScore,
      Filter filter,
      Optional<WordQuery> words,
      Ranking ranking) {
    this(vector, top, by, minScore, filter, words, ranking, PICTURES);
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
    return new SearchRequest(vector, other, by, minScore, filter, words, ranking, modalities);
  }

  /** The same among the videos that a filter takes. */
  public SearchRequest withFilter(Filter other) {
    return new SearchRequest(vector, top, by, minScore, other, words, ranking, modalities);
  }

  /** The same, joined with a search for words. */
  public SearchRequest withWords(WordQuery other) {
    return new SearchRequest(
        vector, top, by, minScore, filter, Optional.of(other), ranking, modalities);
  }

  /** The same, with segments becoming results in another way. */
  public SearchRequest withRanking(Ranking other) {
    return new SearchRequest(vector, top, by, minScore, filter, words, other, modalities);
  }

  /** The same in other modalities. */
  public SearchRequest withModalities(Map<Modality, LinearScale> others) {
    return new SearchRequest(vector, top, by, minScore, filter, words, ranking, others);
  }

  /** The same with another least score. */
  SearchRequest withMinScore(double other) {
    return new SearchRequest(vector, top, by, other, filter, words, ranking, modalities);
  }

  /** The same without a least score. */
  SearchRequest whateverScore() {
    return new SearchRequest(vector, top, by, -1, filter, words, ranking, modalities);
  }
}
