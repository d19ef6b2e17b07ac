package io.reelspace.index.cluster;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * The orthonormal axes along which vectors are longest, by subspace iteration (Halko, Martinsson
 * and Tropp, 2011, algorithm 4.4) on their second moments. Vectors are not centred: what is kept is
 * their inner product.
 */
final class PrincipalAxes {

  private static final int ROUNDS = 8;

  /** Fixed, so that the same vectors give the same axes. */
  private static final long SEED = 42;

  private final float[][] moments;

  /**
   * @param vectors {@code [count, dimension]}
   */
  PrincipalAxes(float[][] vectors, int dimension) {
    float[][] columns = new float[dimension][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int d = 0; d < dimension; d++) {
        columns[d][i] = vectors[i][d];
      }
    }
    this.moments = new float[dimension][dimension];
    IntStream.range(0, dimension)
        .parallel()
        .forEach(row -> {
          for (int column = 0; column <= row; column++) {
            float moment = VectorUtil.dotProduct(columns[row], columns[column]);
            moments[row][column] = moment;
            moments[column][row] = moment;
          }
        });
  }

  /** The first {@code count} axes, {@code [count, dimension]}, in no order. */
  float[][] first(int count) {
    Random random = new Random(SEED);
    float[][] axes = new float[count][moments.length];
    for (float[] axis : axes) {
      for (int d = 0; d < axis.length; d++) {
        axis[d] = (float) random.nextGaussian();
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      float[][] before = axes;
      axes = new float[count][];
      float[][] after = axes;
      IntStream.range(0, count).parallel().forEach(a -> after[a] = times(before[a]));
      orthonormalise(axes);
    }
    return axes;
  }

  /** The share of the vectors' squared lengths that lies along axes. */
  double share(float[][] axes) {
    double along = 0;
    for (float[] axis : axes) {
      along += VectorUtil.dotProduct(axis, times(axis));
    }
    double all = 0;
    for (int d = 0; d < moments.length; d++) {
      all += moments[d][d];
    }
    return all == 0 ? 1 : along / all;
  }

  private float[] times(float[] axis) {
    float[] product = new float[axis.length];
    for (int d = 0; d < axis.length; d++) {
      product[d] = VectorUtil.dotProduct(moments[d], axis);
    }
    return product;
  }

  /**
   * Gram and Schmidt, twice, as once leaves rounding errors; an axis that vanishes becomes zero.
   */
  private static void orthonormalise(float[][] axes) {
    for (int a = 0; a < axes.length; a++) {
      scale(axes[a]);
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < a; before++) {
          float along = VectorUtil.dotProduct(axes[a], axes[before]);
          for (int d = 0; d < axes[a].length; d++) {
            axes[a][d] -= along * axes[before][d];
          }
        }
        scale(axes[a]);
      }
    }
  }

  private static void scale(float[] axis) {
    double length = Math.sqrt(VectorUtil.dotProduct(axis, axis));
    float scale = length < 1e-6 ? 0 : (float) (1 / length);
    for (int d = 0; d < axis.length; d++) {
      axis[d] *= scale;
    }
  }
}
