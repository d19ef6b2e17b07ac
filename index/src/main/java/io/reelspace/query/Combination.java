package io.reelspace.query;

import io.reelspace.error.BadInputException;

/** A weighted sum of vectors, made length one in the end. */
final class Combination {

  /** Below this the summands cancel each other out, and rounding decides the direction. */
  private static final double SHORTEST = 1e-3;

  private double[] sum = {};

  void add(double weight, float[] vector) {
    if (sum.length == 0) {
      sum = new double[vector.length];
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[i];
    }
  }

  /**
   * The direction of the sum.
   *
   * @throws BadInputException when it has none
   */
  float[] unit() {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    if (length < SHORTEST) {
      throw new BadInputException(
          "the parts of the query cancel each other out; it asks for something and not for the"
              + " same");
    }
    float[] unit = new float[sum.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (sum[i] / length);
    }
    return unit;
  }
}
