package io.reelspace.query;

import io.reelspace.index.Hit;
import java.util.List;

/**
 * One result of a query.
 *
 * @param moment where it is; of a query in time, from the start of the first step to the end of the
 *     last, scored by the mean of the steps' scores
 * @param steps where each step of a query in time is, in their order; empty for other queries
 */
public record Match(Hit moment, List<Hit> steps) {

  /** Keeps its own copy of the steps. */
  public Match {
    steps = List.copyOf(steps);
  }

  static Match of(Hit moment) {
    return new Match(moment, List.of());
  }
}
