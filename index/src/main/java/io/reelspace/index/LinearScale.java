package io.reelspace.index;

/**
 * Brings the similarities of one modality to the scale of another, so that the better of two can be
 * told.
 *
 * @param offset added in the end
 * @param factor positive
 */
public record LinearScale(double offset, double factor) {

  /** Changes nothing. */
  public static final LinearScale IDENTITY = new LinearScale(0, 1);

  /** Refuses what would turn the order around. */
  public LinearScale {
    if (!Double.isFinite(offset) || !(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "no scale of similarities: %s + %s x".formatted(offset, factor));
    }
  }

  /** A similarity on the other scale. */
  public double of(double similarity) {
    return offset + factor * similarity;
  }

  /** The similarity that lies there on the other scale. */
  public double back(double scaled) {
    return (scaled - offset) / factor;
  }
}
