package io.reelspace.index.cluster;

import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;

/**
 * Spherical k-means (Dhillon and Modha, 2001): vectors and centroids have length one and are
 * compared by their inner product.
 */
final class KMeans {

  private static final int ROUNDS = 6;

  /** Fixed, so that the same vectors give the same clusters. */
  private static final long SEED = 42;

  private KMeans() {}

  /**
   * At most {@code count} centroids, fewer where there are fewer vectors; none for none.
   *
   * @param vectors {@code [count, dimension]}
   */
  static float[][] centroids(float[][] vectors, int dimension, int count) {
    Random random = new Random(SEED);
    float[][] centroids =
        random
            .ints(0, vectors.length == 0 ? 1 : vectors.length)
            .distinct()
            .limit(Math.min(count, vectors.length))
            .mapToObj(i -> vectors[i].clone())
            .toArray(float[][]::new);
    for (int round = 0; round < ROUNDS && centroids.length > 1; round++) {
      centroids = moved(vectors, nearest(vectors, centroids), centroids, dimension, random);
    }
    return centroids;
  }

  /** For each vector its nearest centroid. */
  static int[] nearest(float[][] vectors, float[][] centroids) {
    int[] nearest = new int[vectors.length];
    Arrays.parallelSetAll(nearest, i -> nearest(vectors[i], centroids));
    return nearest;
  }

  private static int nearest(float[] vector, float[][] centroids) {
    int best = 0;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < centroids.length; c++) {
      float score = VectorUtil.dotProduct(vector, centroids[c]);
      if (score > bestScore) {
        bestScore = score;
        best = c;
      }
    }
    return best;
  }

  /** The directions of the means; a centroid that nothing is near to starts again at a vector. */
  private static float[][] moved(
      float[][] vectors, int[] nearest, float[][] centroids, int dimension, Random random) {
    float[][] moved = new float[centroids.length][dimension];
    for (int i = 0; i < vectors.length; i++) {
      float[] sum = moved[nearest[i]];
      for (int d = 0; d < dimension; d++) {
        sum[d] += vectors[i][d];
      }
    }
    for (int c = 0; c < moved.length; c++) {
      float square = VectorUtil.dotProduct(moved[c], moved[c]);
      if (square == 0) {
        moved[c] = vectors[random.nextInt(vectors.length)].clone();
      } else {
        float scale = (float) (1 / Math.sqrt(square));
        for (int d = 0; d < dimension; d++) {
          moved[c][d] *= scale;
        }
      }
    }
    return moved;
  }
}
