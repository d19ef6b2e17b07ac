package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.util.List;

/**
 * Several things at once: the weighted sum of their vectors of length one, made length one again. A
 * negative weight is a difference.
 *
 * @param terms at least one, with at least one positive weight
 */
public record SumQuery(List<Term> terms) implements VectorQuery {

  /** Weight of a text, and of anything beside none. */
  static final double TEXT_WEIGHT = 1;

  /**
   * Weight of an image, video or moment: vectors of pictures differ from each other more than those
   * of pictures and texts do, so that with equal weights a text would hardly be heard
   * (docs/benchmarks/queries.md).
   */
  static final double PICTURE_WEIGHT = 0.3;

  /** Weight of what is not wanted; more of it takes away what is. */
  static final double NOT_WEIGHT = -0.5;

  /**
   * One summand.
   *
   * @param weight not zero; negative for what is not wanted
   */
  public record Term(double weight, SingleQuery query) {

    /**
     * Refuses a weight that means nothing.
     *
     * @throws BadInputException when it is zero or not finite
     */
    public Term {
      if (!Double.isFinite(weight) || weight == 0) {
        throw new BadInputException("a weight must be a number other than 0, not " + weight);
      }
    }

    /** Something that is wanted, with the weight that suits its kind beside other terms. */
    public static Term with(SingleQuery query) {
      return new Term(weightOf(query), query);
    }

    /** Something that is not wanted. */
    public static Term without(SingleQuery query) {
      return new Term(NOT_WEIGHT * weightOf(query), query);
    }

    static double weightOf(SingleQuery query) {
      return switch (query) {
        case TextQuery _ -> TEXT_WEIGHT;
        case ImageQuery _, VideoQuery _, AudioQuery _, MomentQuery _ -> PICTURE_WEIGHT;
      };
    }
  }

  /**
   * Keeps its own copy of the terms.
   *
   * @throws BadInputException when nothing is wanted, only something not
   */
  public SumQuery {
    terms = List.copyOf(terms);
    if (terms.stream().noneMatch(term -> term.weight() > 0)) {
      throw new BadInputException(
          "a query must say what is wanted, not only what is not; add a text, an image or a video");
    }
  }
}
