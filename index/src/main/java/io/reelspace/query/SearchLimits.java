package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.index.Grouping;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.filter.Filter;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many results of which kind are wanted.
 *
 * @param top results wanted, 1 to {@link SearchRequest#MAX_TOP}
 * @param by what one result stands for
 * @param minScore results whose score, from 0 to 1, is below are left out, unless their words
 *     match; 0 and below leaves nothing out; empty for the limit of the space
 * @param filter which videos are looked at
 * @param said words that must be said or written at a result
 * @param ranking how the segments that are found become results; those of steps in time are always
 *     segments
 */
public record SearchLimits(
    int top,
    Grouping by,
    OptionalDouble minScore,
    Filter filter,
    Optional<String> said,
    Ranking ranking) {

  /** The ten best moments of those that reach the limit of the space. */
  public static final SearchLimits DEFAULT =
      new SearchLimits(
          10,
          Grouping.MOMENT,
          OptionalDouble.empty(),
          Filter.all(),
          Optional.empty(),
          Ranking.MOMENTS);

  /**
   * Refuses what no search can give.
   *
   * @throws BadInputException when {@code top} is out of range, or {@code minScore} no number
   */
  public SearchLimits {
    if (top < 1 || top > SearchRequest.MAX_TOP) {
      throw new BadInputException(
          "number of results must be 1 to %d, not %d".formatted(SearchRequest.MAX_TOP, top));
    }
    if (Double.isNaN(minScore.orElse(0))) {
      throw new BadInputException("the least score must be a number, for example 0.2");
    }
  }

  /** Results of all videos, whatever is said. */
  public SearchLimits(int top, Grouping by, double minScore) {
    this(top, by, minScore, Filter.all(), Optional.empty());
  }

  /** Moments. */
  public SearchLimits(int top, Grouping by, double minScore, Filter filter, Optional<String> said) {
    this(top, by, OptionalDouble.of(minScore), filter, said, Ranking.MOMENTS);
  }

  /** The same, with another number of results. */
  public SearchLimits top(int results) {
    return new SearchLimits(results, by, minScore, filter, said, ranking);
  }

  /** The same, with another least score. */
  public SearchLimits minScore(double score) {
    return new SearchLimits(top, by, OptionalDouble.of(score), filter, said, ranking);
  }

  /** The same, with another kind of results. */
  public SearchLimits by(Grouping grouping) {
    return new SearchLimits(top, grouping, minScore, filter, said, ranking);
  }

  /** The same, of the videos that a filter takes. */
  public SearchLimits filter(Filter other) {
    return new SearchLimits(top, by, minScore, other, said, ranking);
  }

  /** The same, where these words are said or written. */
  public SearchLimits said(Optional<String> words) {
    return new SearchLimits(top, by, minScore, filter, words, ranking);
  }

  /** The same, with segments becoming results in another way. */
  public SearchLimits ranking(Ranking other) {
    return new SearchLimits(top, by, minScore, filter, said, other);
  }
}
