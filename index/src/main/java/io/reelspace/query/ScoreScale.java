package io.reelspace.query;

import io.reelspace.index.LinearScale;
import io.reelspace.index.SimilarityDistribution;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.ScoreCalibration.Spread;
import java.util.Optional;

/**
 * From the cosine similarities of one query to scores that mean the same for every query.
 *
 * <p>A similarity is first put beside those of the segments of the index, whatever they show: so
 * many standard deviations above their mean. In a small index, where what is looked for is a good
 * part of all, mean and deviation are drawn towards those of queries of the space in general, as if
 * {@link #PRIOR_COUNT} further segments had been compared. The logistic curve of the space makes a
 * score of it, see {@link ScoreCalibration}; how that of {@code base} was found is in
 * docs/benchmarks/moments.md. A space of which no such thing is known is measured by the index
 * alone, with a curve as good as any: its scores tell better from worse, and no more.
 *
 * @param mean of the similarities of segments, whatever they show
 * @param deviation of these
 * @param middle deviations above the mean at which the score is one half
 * @param steepness of the curve there
 */
record ScoreScale(double mean, double deviation, double middle, double steepness) {

  /** What is asked with. */
  enum Kind {
    TEXT,
    PICTURE,
    SOUND
  }

  private static final double PRIOR_COUNT = 500;

  private static final double USUAL_MIDDLE = 2;
  private static final double USUAL_STEEPNESS = 2;

  /** For an index that has too little to measure. */
  private static final Spread USUAL_SPREAD = new Spread(0, 0.1);

  private static final double LEAST_DEVIATION = 1e-3;

  static ScoreScale of(
      Optional<ScoreCalibration> calibration, Kind kind, SimilarityDistribution index) {
    return calibration.map(known -> of(known, kind, index)).orElseGet(() -> alone(index));
  }

  /**
   * That of sounds, which lie otherwise to texts than pictures do. Where the space knows its curve,
   * the index does not count: most texts speak of no sound and all their similarities are small,
   * while of a text that does a good part of a small index may be just what it speaks of.
   */
  static ScoreScale ofSounds(
      Optional<ScoreCalibration> calibration, Kind kind, SimilarityDistribution index) {
    return calibration
        .flatMap(ScoreCalibration::sound)
        .map(known -> {
          Spread spread = kind == Kind.SOUND ? known.sound() : known.text();
          return new ScoreScale(
              spread.mean(), spread.deviation(), known.middle(), known.steepness());
        })
        .orElseGet(() -> alone(index));
  }

  private static ScoreScale of(ScoreCalibration space, Kind kind, SimilarityDistribution index) {
    Spread prior = kind == Kind.TEXT ? space.text() : space.picture();
    double all = index.count() + PRIOR_COUNT;
    double mean = (index.count() * index.mean() + PRIOR_COUNT * prior.mean()) / all;
    double variance =
        (index.count() * (index.variance() + square(index.mean() - mean))
                + PRIOR_COUNT * (square(prior.deviation()) + square(prior.mean() - mean)))
            / all;
    return new ScoreScale(mean, Math.sqrt(variance), space.middle(), space.steepness());
  }

  private static ScoreScale alone(SimilarityDistribution index) {
    double deviation = Math.sqrt(index.variance());
    return deviation < LEAST_DEVIATION
        ? new ScoreScale(
            USUAL_SPREAD.mean(), USUAL_SPREAD.deviation(), USUAL_MIDDLE, USUAL_STEEPNESS)
        : new ScoreScale(index.mean(), deviation, USUAL_MIDDLE, USUAL_STEEPNESS);
  }

  private static double square(double value) {
    return value * value;
  }

  /** The score of a similarity, 0 to 1. */
  double score(double similarity) {
    return 1 / (1 + Math.exp(-steepness * ((similarity - mean) / deviation - middle)));
  }

  /** The similarity that scores so much; -1 for a score of 0 or less, which every one reaches. */
  double similarity(double score) {
    if (score <= 0) {
      return -1;
    }
    return mean + deviation * (middle + Math.log(score / (1 - score)) / steepness);
  }

  /** What makes similarities of this scale such of another that score the same there. */
  LinearScale onto(ScoreScale other) {
    double slopes = steepness / other.steepness;
    double factor = other.deviation * slopes / deviation;
    double offset = other.mean + other.deviation * (other.middle - slopes * middle) - factor * mean;
    return new LinearScale(offset, factor);
  }
}
