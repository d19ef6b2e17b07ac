package io.reelspace.server;

import java.util.List;
import java.util.Random;

/**
 * The plane along which embeddings differ most: the first two principal components (Hotelling
 * 1933), found by orthogonal iteration, which needs no covariance matrix and so suits a thousand
 * dimensions.
 *
 * @param mean {@code [dimension]}
 * @param axes {@code [2, dimension]}, unit vectors at a right angle
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record PrincipalPlane(double[] mean, double[][] axes) {

  private static final int MOST_ROUNDS = 60;
  private static final double STILL = 1e-4;

  /**
   * Finds it.
   *
   * @param rows {@code [rows, dimension]}, at least one
   */
  static PrincipalPlane of(List<float[]> rows) {
    int dimension = rows.getFirst().length;
    double[] mean = new double[dimension];
    for (float[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += row[i] / (double) rows.size();
      }
    }
    Random random = new Random(7); // the same archive gives the same map
    double[][] axes = new double[2][dimension];
    for (double[] axis : axes) {
      for (int i = 0; i < dimension; i++) {
        axis[i] = random.nextGaussian();
      }
    }
    orthonormalise(axes);
    PrincipalPlane plane = new PrincipalPlane(mean, axes);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[][] next = plane.covarianceTimesAxes(rows);
      orthonormalise(next);
      double change = 2 - Math.abs(dot(next[0], axes[0])) - Math.abs(dot(next[1], axes[1]));
      axes = next;
      plane = new PrincipalPlane(mean, axes);
      if (change < STILL) {
        break;
      }
    }
    return plane;
  }

  /** Where a row lies on the plane, from the mean: x, y. */
  double[] coordinates(float[] row) {
    double[] coordinates = new double[2];
    for (int c = 0; c < 2; c++) {
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += (row[i] - mean[i]) * axes[c][i];
      }
      coordinates[c] = sum;
    }
    return coordinates;
  }

  private double[][] covarianceTimesAxes(List<float[]> rows) {
    double[][] product = new double[2][mean.length];
    for (float[] row : rows) {
      double[] at = coordinates(row);
      for (int i = 0; i < row.length; i++) {
        double value = row[i] - mean[i];
        product[0][i] += at[0] * value;
        product[1][i] += at[1] * value;
      }
    }
    return product;
  }

  private static void orthonormalise(double[][] axes) {
    normalise(axes[0]);
    double along = dot(axes[0], axes[1]);
    for (int i = 0; i < axes[1].length; i++) {
      axes[1][i] -= along * axes[0][i];
    }
    normalise(axes[1]);
  }

  private static void normalise(double[] axis) {
    double length = Math.sqrt(dot(axis, axis));
    for (int i = 0; i < axis.length && length > 0; i++) {
      axis[i] /= length;
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
