package io.reelspace.query;

import java.util.List;

/** A query that one vector of the space stands for. */
public sealed interface VectorQuery extends Query permits SingleQuery, SumQuery, FeedbackQuery {

  /**
   * This query moved towards moments that were marked good and away from those marked bad.
   *
   * @throws io.reelspace.error.BadInputException when nothing is marked, or this is moved already
   */
  default FeedbackQuery withFeedback(List<MomentQuery> good, List<MomentQuery> bad) {
    return new FeedbackQuery(this, good, bad);
  }
}
