package io.reelspace.space;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Objects;
import java.util.Optional;

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
 * @param sound the same for what is found by its sound; empty where that was not fitted
 */
public record ScoreCalibration(
    @JsonProperty(required = true) Spread text,
    @JsonProperty(required = true) Spread picture,
    @JsonProperty(required = true) double middle,
    @JsonProperty(required = true) double steepness,
    @JsonProperty(required = true) double limit,
    @JsonDeserialize(converter = IfThere.class)
        @JsonSerialize(converter = OrNothing.class)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<Sound> sound) {

  /** Refuses what gives no scores. */
  public ScoreCalibration {
    sound = Objects.requireNonNullElse(sound, Optional.empty());
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

  /** For a space without sound. */
  public ScoreCalibration(
      Spread text, Spread picture, double middle, double steepness, double limit) {
    this(text, picture, middle, steepness, limit, Optional.empty());
  }

  /** The same with a curve for sounds. */
  public ScoreCalibration withSound(Sound other) {
    return new ScoreCalibration(text, picture, middle, steepness, limit, Optional.of(other));
  }

  /**
   * How similarities of sounds in an index become scores. Texts and sounds lie otherwise to each
   * other than texts and pictures, and most texts speak of no sound at all.
   *
   * @param text similarities of texts to sounds
   * @param sound similarities of sounds to each other
   * @param middle deviations above the mean at which the score is one half
   * @param steepness of the curve there, positive
   */
  public record Sound(
      @JsonProperty(required = true) Spread text,
      @JsonProperty(required = true) Spread sound,
      @JsonProperty(required = true) double middle,
      @JsonProperty(required = true) double steepness) {

    /** Refuses what gives no scores. */
    public Sound {
      if (!Double.isFinite(middle) || !(steepness > 0)) {
        throw new IllegalArgumentException(
            "scores of sounds need a finite middle and a positive steepness, not %s, %s"
                .formatted(middle, steepness));
      }
    }
  }

  /** A value of the file as an optional one. */
  static final class IfThere extends StdConverter<Sound, Optional<Sound>> {
    @Override
    public Optional<Sound> convert(Sound value) {
      return Optional.ofNullable(value);
    }
  }

  /** The way back; what is not there is left out of the file. */
  static final class OrNothing extends StdConverter<Optional<Sound>, Sound> {
    @Override
    public Sound convert(Optional<Sound> value) {
      return value.orElse(null);
    }
  }
}
