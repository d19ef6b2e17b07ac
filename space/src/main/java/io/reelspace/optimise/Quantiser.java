package io.reelspace.optimise;

import java.util.Arrays;

/**
 * Rounds the values of embeddings to evenly spaced ones between a lowest and a highest, the same
 * for all dimensions, as scalar quantisation does.
 *
 * <p>Queries stay as they are; a score is the dot product of a query and the rounded embedding.
 *
 * @param bits of each value, 1 to 16
 * @param highest the largest value that is kept; the lowest is its negative
 */
public record Quantiser(int bits, double highest) {

  private static final int TRIED = 64;

  /** Values on which a range is fitted. */
  private static final int MOST_VALUES = 200_000;

  /** Refuses what cannot hold anything. */
  public Quantiser {
    if (bits < 1 || bits > 16 || !(highest > 0)) {
      throw new IllegalArgumentException(bits + " bits up to " + highest);
    }
  }

  /**
   * The quantiser whose range loses the least of some embeddings, by squared error: a narrow range
   * cuts large values off, a wide one is coarse.
   *
   * @param rows {@code [rows, dimension]}
   */
  public static Quantiser fit(int bits, float[][] rows) {
    double[] values = sample(rows);
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(1);
    Quantiser best = new Quantiser(bits, Math.max(largest, Float.MIN_NORMAL));
    double least = best.squaredError(values);
    for (int i = 1; i < TRIED; i++) {
      Quantiser tried = new Quantiser(bits, Math.max(largest * i / TRIED, Float.MIN_NORMAL));
      double error = tried.squaredError(values);
      if (error < least) {
        least = error;
        best = tried;
      }
    }
    return best;
  }

  private static double[] sample(float[][] rows) {
    int dimension = rows[0].length;
    int step = Math.max(1, (int) ((long) rows.length * dimension / MOST_VALUES));
    double[] values = new double[(int) (((long) rows.length * dimension + step - 1) / step)];
    for (int i = 0; i < values.length; i++) {
      long at = (long) i * step;
      values[i] = rows[(int) (at / dimension)][(int) (at % dimension)];
    }
    return values;
  }

  private double squaredError(double[] values) {
    double error = 0;
    for (double value : values) {
      double difference = value - rounded(value);
      error += difference * difference;
    }
    return error;
  }

  /** The code of a value, from 0. */
  public int code(double value) {
    int levels = (1 << bits) - 1;
    double at = (value + highest) / (2 * highest) * levels;
    return (int) Math.clamp(Math.floor(at + 0.5), 0, levels);
  }

  /** The value that a code stands for. */
  public double value(int code) {
    return code * 2 * highest / ((1 << bits) - 1) - highest;
  }

  private double rounded(double value) {
    return value(code(value));
  }

  /** Rounds embeddings, {@code [rows, dimension]}. */
  public float[][] rounded(float[][] rows) {
    float[][] rounded = new float[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      rounded[r] = new float[rows[r].length];
      for (int i = 0; i < rounded[r].length; i++) {
        rounded[r][i] = (float) rounded(rows[r][i]);
      }
    }
    return rounded;
  }
}
