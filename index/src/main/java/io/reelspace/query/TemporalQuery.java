package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.util.List;

/**
 * Several things that follow one another in the same video, for example a man who opens a door and
 * then a dog that runs out. Each step is another segment; a step begins when the one before it has
 * ended, and at most a given time later.
 *
 * @param steps two or three
 * @param within seconds from the end of one step to the start of the next, at most; at least 0
 */
public record TemporalQuery(List<VectorQuery> steps, double within) implements Query {

  /** The time between steps where none is given, in seconds. */
  public static final double DEFAULT_WITHIN = 30;

  /** Most steps of a query. */
  public static final int MOST_STEPS = 3;

  /**
   * Keeps its own copy of the steps.
   *
   * @throws BadInputException when there are too few or too many, one has feedback, or {@code
   *     within} is negative or not a number
   */
  public TemporalQuery {
    steps = List.copyOf(steps);
    if (steps.size() < 2 || steps.size() > MOST_STEPS) {
      throw new BadInputException(
          "a query in time has two or three steps, not " + steps.size() + "; leave out --then");
    }
    if (steps.stream().anyMatch(FeedbackQuery.class::isInstance)) {
      throw new BadInputException(
          "good and bad moments go with a query of one step; search for each step alone first");
    }
    if (!(within >= 0 && Double.isFinite(within))) {
      throw new BadInputException(
          "the time between steps must be 0 s or more, for example 30s, not " + within);
    }
  }
}
