package io.reelspace.index;

import java.util.List;
import java.util.Optional;

/** Arithmetic on embeddings. */
final class Embeddings {

  /** Single precision leaves about 1e-6; anything beyond is a vector that was never normalised. */
  private static final double LENGTH_TOLERANCE = 1e-3;

  private Embeddings() {}

  static void requireUnitLength(float[] vector) {
    double length = length(vector);
    if (!(Math.abs(length - 1) <= LENGTH_TOLERANCE)) { // negated, so that NaN is refused too
      throw new IllegalArgumentException("embedding must have length one, has " + length);
    }
  }

  /** The direction of the mean of the segments' embeddings; empty where they cancel out. */
  static Optional<float[]> mean(List<IndexedSegment> segments, int dimension) {
    float[] sum = new float[dimension];
    for (IndexedSegment segment : segments) {
      for (int i = 0; i < dimension; i++) {
        sum[i] += segment.embedding()[i];
      }
    }
    double length = length(sum);
    if (length < LENGTH_TOLERANCE) {
      return Optional.empty();
    }
    for (int i = 0; i < dimension; i++) {
      sum[i] = (float) (sum[i] / length);
    }
    return Optional.of(sum);
  }

  /** The cosine of a vector and one of length one. */
  static double cosine(float[] vector, float[] unit) {
    double product = 0;
    for (int i = 0; i < vector.length; i++) {
      product += (double) vector[i] * unit[i];
    }
    return product / length(vector);
  }

  /** The vector of length one in the same direction. */
  static float[] unit(float[] vector) {
    double length = length(vector);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
