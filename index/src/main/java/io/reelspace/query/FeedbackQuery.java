package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.util.List;

/**
 * A query with moments of its results that were marked good or bad: it is moved towards the mean of
 * the good and away from the mean of the bad (Rocchio, "Relevance feedback in information
 * retrieval", 1971). What is marked bad is left out of the results.
 *
 * @param query not one with feedback itself
 * @param good moments like which more is wanted
 * @param bad moments like which less is wanted
 */
public record FeedbackQuery(VectorQuery query, List<MomentQuery> good, List<MomentQuery> bad)
    implements VectorQuery {

  /** Weight of the mean of the good moments beside the query, which has 1. */
  static final double GOOD_WEIGHT = 0.5;

  /** Weight of the mean of the bad moments. */
  static final double BAD_WEIGHT = -0.25;

  /**
   * Keeps its own copies.
   *
   * @throws BadInputException when nothing is marked, a moment is marked both ways, or the query
   *     has feedback already
   */
  public FeedbackQuery {
    good = List.copyOf(good);
    bad = List.copyOf(bad);
    if (query instanceof FeedbackQuery) {
      throw new BadInputException("give all good and bad moments of a query at once");
    }
    if (good.isEmpty() && bad.isEmpty()) {
      throw new BadInputException("feedback needs a moment that is marked good or bad");
    }
    for (MomentQuery moment : good) {
      if (bad.contains(moment)) {
        throw new BadInputException(
            "the moment " + moment.reference() + " cannot be both good and bad");
      }
    }
  }
}
