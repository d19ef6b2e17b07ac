package io.reelspace.query;

import io.reelspace.index.Hit;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One result of a query.
 *
 * @param moment where it is, with a score from 0 to 1 that means the same for every query, see
 *     docs/guide.md (in a search for words alone how well they match); of a query in time, from the
 *     start of the first step to the end of the last, scored by the mean of the steps' scores
 * @param steps where each step of a query in time is, in their order; empty for other queries
 * @param similarity cosine of query and moment, -1 to 1; empty for steps and words alone
 */
public record Match(Hit moment, List<Hit> steps, OptionalDouble similarity) {

  /** Keeps its own copy of the steps. */
  public Match {
    steps = List.copyOf(steps);
  }

  /** A result of a query in time, or of words alone where there are no steps. */
  public Match(Hit moment, List<Hit> steps) {
    this(moment, steps, OptionalDouble.empty());
  }

  static Match of(Hit moment) {
    return new Match(moment, List.of());
  }

  /** A result of a search by similarity, with the score of that. */
  static Match of(Hit moment, Scales scales) {
    double similarity = scales.modalities().get(moment.modality()).back(moment.score());
    return new Match(scored(moment, scales.scores()), List.of(), OptionalDouble.of(similarity));
  }

  /** Whether it scores so much, or was found by its words. */
  boolean isAtLeast(double score) {
    return moment.score() >= score || moment.said().isPresent();
  }

  /** A hit with a score in place of its similarity. */
  static Hit scored(Hit hit, ScoreScale scale) {
    return new Hit(
        hit.id(),
        hit.video(),
        hit.start(),
        hit.end(),
        scale.score(hit.score()),
        hit.said(),
        hit.modality());
  }
}
