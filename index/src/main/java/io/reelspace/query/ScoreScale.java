package io.reelspace.query;

import io.reelspace.index.SimilarityDistribution;

/**
 * From the cosine similarities of one query to scores that mean the same for every query.
 *
 * <p>A similarity is first put beside those of the segments of the index, whatever they show: so
 * many standard deviations above their mean. In a small index, where what is looked for is a good
 * part of all, mean and deviation are drawn towards those of queries in general, as if {@link
 * #PRIOR_COUNT} further segments had been compared. A logistic curve makes a score of it: the
 * probability that a segment is the right one, had right and other segments been equally many. All
 * constants are for the space {@code base}; how they were found is in docs/benchmarks/moments.md.
 *
 * @param mean of the similarities of segments, whatever they show
 * @param deviation of these
 */
record ScoreScale(double mean, double deviation) {

  /** What queries of a kind have in common: mean and deviation of their similarities. */
  enum Prior {
    TEXT(0, 0.0775),
    PICTURE(0.0216, 0.0911);

    private final double mean;
    private final double deviation;

    Prior(double mean, double deviation) {
      this.mean = mean;
      this.deviation = deviation;
    }
  }

  private static final double PRIOR_COUNT = 500;

  /** Deviations above the mean at which the score is one half. */
  private static final double MIDDLE = 2.114;

  private static final double STEEPNESS = 2.065;

  static ScoreScale of(Prior prior, SimilarityDistribution index) {
    double all = index.count() + PRIOR_COUNT;
    double mean = (index.count() * index.mean() + PRIOR_COUNT * prior.mean) / all;
    double variance =
        (index.count() * (index.variance() + square(index.mean() - mean))
                + PRIOR_COUNT * (square(prior.deviation) + square(prior.mean - mean)))
            / all;
    return new ScoreScale(mean, Math.sqrt(variance));
  }

  private static double square(double value) {
    return value * value;
  }

  /** The score of a similarity, 0 to 1. */
  double score(double similarity) {
    return 1 / (1 + Math.exp(-STEEPNESS * ((similarity - mean) / deviation - MIDDLE)));
  }

  /** The similarity that scores so much; -1 for a score of 0 or less, which every one reaches. */
  double similarity(double score) {
    if (score <= 0) {
      return -1;
    }
    return mean + deviation * (MIDDLE + Math.log(score / (1 - score)) / STEEPNESS);
  }
}
