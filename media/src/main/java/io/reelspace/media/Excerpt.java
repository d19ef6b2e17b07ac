package io.reelspace.media;

import java.util.Optional;

/**
 * The part of a medium that is decoded: an interval of its time, a rectangle of its pictures.
 *
 * @param from presentation time in seconds; frames that begin before are left out
 * @param to presentation time in seconds, exclusive
 * @param region what is cut out of each sampled picture before it is scaled
 * @param wholeShots whether it is not the frames but the shots that begin in the interval, each to
 *     its end and as a decode of everything finds them; the medium's beginning belongs to an
 *     interval without one. So intervals one after another hold each shot once
 */
public record Excerpt(double from, double to, Optional<Region> region, boolean wholeShots) {

  /**
   * Seconds before an interval from which on frames are looked at to find its first shot as a
   * decode of everything does: several times what cuts depend on.
   */
  private static final double LEAD = 15;

  /** All of a medium. */
  public static final Excerpt WHOLE =
      new Excerpt(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Optional.empty(), false);

  /** Refuses an interval without length. */
  public Excerpt {
    if (!(from < to)) {
      throw new IllegalArgumentException("an excerpt from " + from + " s to " + to + " s");
    }
  }

  /** What is shown in an interval. */
  public static Excerpt of(double from, double to) {
    return new Excerpt(from, to, Optional.empty(), false);
  }

  /** A rectangle of all pictures. */
  public static Excerpt of(Region region) {
    return new Excerpt(WHOLE.from, WHOLE.to, Optional.of(region), false);
  }

  /** The shots that begin in an interval, whole. */
  public static Excerpt shots(double from, double to) {
    return new Excerpt(from, to, Optional.empty(), true);
  }

  /** Whether it holds the beginning of the medium. */
  public boolean isBeginning() {
    return from == Double.NEGATIVE_INFINITY;
  }

  /** Whether it holds the end of the medium. */
  public boolean isEnd() {
    return to == Double.POSITIVE_INFINITY;
  }

  /** The frames that have to be looked at for it; where a last shot ends is not known before. */
  Excerpt decoded() {
    return wholeShots ? new Excerpt(from - LEAD, Double.POSITIVE_INFINITY, region, false) : this;
  }

  /**
   * The sound that has to be listened to for it, in the very windows that all of the sound has.
   *
   * @param start of the sound in seconds
   * @param hop seconds from one window to the next
   */
  Excerpt heard(double start, double hop) {
    Excerpt decoded = decoded();
    if (!wholeShots || decoded.from() <= start) {
      return decoded;
    }
    double windows = Math.floor((decoded.from() - start) / hop);
    return new Excerpt(start + windows * hop, decoded.to(), region, false);
  }
}
