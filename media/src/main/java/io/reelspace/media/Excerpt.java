package io.reelspace.media;

import java.util.Optional;

/**
 * The part of a medium that is decoded: an interval of its time, a rectangle of its pictures.
 *
 * @param from presentation time in seconds; frames that begin before are left out
 * @param to presentation time in seconds, exclusive
 * @param region what is cut out of each sampled picture before it is scaled
 */
public record Excerpt(double from, double to, Optional<Region> region) {

  /** All of a medium. */
  public static final Excerpt WHOLE =
      new Excerpt(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Optional.empty());

  /** Refuses an interval without length. */
  public Excerpt {
    if (!(from < to)) {
      throw new IllegalArgumentException("an excerpt from " + from + " s to " + to + " s");
    }
  }

  /** What is shown in an interval. */
  public static Excerpt of(double from, double to) {
    return new Excerpt(from, to, Optional.empty());
  }

  /** A rectangle of all pictures. */
  public static Excerpt of(Region region) {
    return new Excerpt(WHOLE.from, WHOLE.to, Optional.of(region));
  }
}
