package io.reelspace.space;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How cosine similarities in a space become scores from 0 to 1 that mean the same for every query.
 *
 * <p>A similarity is counted in standard deviations above the mean of the query's similarities to
 * anything; a logistic curve makes a score of that: the probability that a result is the right one,
 * had right and other results been equally many. It changes no embedding, so it is no part of a
 * fingerprint.
 *
 * @param text similarities of texts to anything
 * @param picture similarities of pictures, and parts of videos, to anything
 * @param middle deviations above the mean at which the score is one half
 * @param steepness of the curve there, positive
 * @param limit score below which results are left out where nothing else is said, 0 to 1
 */
public record ScoreCalibration(
    @JsonProperty(required = true) Spread text,
    @JsonProperty(required = true) Spread picture,
    @JsonProperty(required = true) double middle,
    @JsonProperty(required = true) double steepness,
    @JsonProperty(required = true) double limit) {

  /** Refuses what gives no scores. */
  public ScoreCalibration {
    if (!Double.isFinite(middle) || !(steepness > 0) || !(limit >= 0 && limit < 1)) {
      throw new IllegalArgumentException(
          "scores need a finite middle, a positive steepness and a limit from 0 to 1, not %s, %s, %s"
              .formatted(middle, steepness, limit));
    }
  }

  /**
   * Mean and standard deviation of cosine similarities.
   *
   * @param deviation positive
   */
  public record Spread(
      @JsonProperty(required = true) double mean, @JsonProperty(required = true) double deviation) {

    /** Refuses a deviation that nothing can be counted in. */
    public Spread {
      if (!Double.isFinite(mean) || !(deviation > 0)) {
        throw new IllegalArgumentException(
            "a spread has a mean and a positive deviation, not %s and %s"
                .formatted(mean, deviation));
      }
    }
  }
}
