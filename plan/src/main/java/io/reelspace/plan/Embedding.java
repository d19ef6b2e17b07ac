package io.reelspace.plan;

/**
 * The space that videos are embedded in, and how densely.
 *
 * @param space its name, for people
 * @param dimension values of an embedding
 * @param precision of the raw embeddings of segments
 * @param framesPerSecond frames that are looked at for a second of video
 * @param frameSeconds core seconds that its networks take for a frame
 */
public record Embedding(
    String space, int dimension, Precision precision, double framesPerSecond, double frameSeconds) {

  /** Dimensions that times of searches and of ingest were measured with. */
  private static final double MEASURED = 1280;

  /** Refuses what no space is like. */
  public Embedding {
    if (dimension < 1 || !(framesPerSecond > 0) || !(frameSeconds >= 0)) {
      throw new IllegalArgumentException("impossible space " + space);
    }
  }

  /** The same with other dimensions, as {@code space optimise} makes them. */
  public Embedding withDimension(int other) {
    return new Embedding(space, other, precision, framesPerSecond, frameSeconds);
  }

  /** The same with other frames. */
  public Embedding withFramesPerSecond(double other) {
    return new Embedding(space, dimension, precision, other, frameSeconds);
  }

  /** The same with another precision. */
  public Embedding withPrecision(Precision other) {
    return new Embedding(space, dimension, other, framesPerSecond, frameSeconds);
  }

  /** Bytes of the raw embedding of a segment. */
  double vectorBytes() {
    return (double) precision.bytes() * dimension;
  }

  /** Bytes of the embedding of a frame, in 8 bits a dimension with its time and scale. */
  double frameBytes() {
    return 12.0 + dimension;
  }

  /** Work with vectors beside what was measured. */
  double scale() {
    return dimension / MEASURED;
  }
}
