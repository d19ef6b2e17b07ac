package io.reelspace.index.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * Centroids of spherical k-means in two levels: coarse ones, each divided into fine ones. A
 * vector's cluster is the nearest fine centroid below its nearest few coarse ones, which costs the
 * root of what a comparison with all of them would.
 */
final class Centroids {

  /** Vectors of the sample for each centroid. */
  static final int SAMPLES = 16;

  /** Below this they are one cluster: comparing with every vector is as quick. */
  private static final int LEAST_VECTORS = 1000;

  /** Clusters are this times the root of the number of vectors. */
  private static final double CLUSTERS_FOR_ROOT = 8;

  /** Coarse centroids below which the nearest fine one is looked for. */
  private static final int BRANCHES = 3;

  private final float[][] coarse;

  /** The fine centroids below coarse one c are those from {@code first[c]} on. */
  private final int[] first;

  private final float[][] fine;

  private Centroids(float[][] coarse, int[] first, float[][] fine) {
    this.coarse = coarse;
    this.first = first;
    this.fine = fine;
  }

  /** How many clusters are right for so many vectors. */
  static int count(int vectors) {
    return vectors < LEAST_VECTORS ? 1 : (int) (CLUSTERS_FOR_ROOT * Math.sqrt(vectors));
  }

  /** About {@code count} centroids for a sample of vectors. */
  static Centroids of(float[][] sample, int dimension, int count) {
    float[][] coarse = KMeans.centroids(sample, dimension, (int) Math.round(Math.sqrt(count)));
    int[] nearest = KMeans.nearest(sample, coarse);
    List<float[]> inhabited = new ArrayList<>();
    List<float[]> fine = new ArrayList<>();
    int[] first = new int[coarse.length + 1];
    for (int c = 0; c < coarse.length; c++) {
      float[][] members = members(sample, nearest, c);
      if (members.length > 0) {
        long share = Math.round((double) count * members.length / sample.length);
        fine.addAll(List.of(KMeans.centroids(members, dimension, Math.max(1, (int) share))));
        inhabited.add(coarse[c]);
        first[inhabited.size()] = fine.size();
      }
    }
    return new Centroids(inhabited.toArray(float[][]::new), first, fine.toArray(float[][]::new));
  }

  private static float[][] members(float[][] sample, int[] nearest, int centroid) {
    return IntStream.range(0, sample.length)
        .filter(i -> nearest[i] == centroid)
        .mapToObj(i -> sample[i])
        .toArray(float[][]::new);
  }

  int size() {
    return fine.length;
  }

  float[][] vectors() {
    return fine;
  }

  int nearest(float[] vector) {
    int[] branches = nearestBranches(vector);
    int best = -1;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int branch : branches) {
      for (int f = first[branch]; f < first[branch + 1]; f++) {
        float score = VectorUtil.dotProduct(vector, fine[f]);
        if (score > bestScore) {
          bestScore = score;
          best = f;
        }
      }
    }
    return best;
  }

  private int[] nearestBranches(float[] vector) {
    int[] best = new int[Math.min(BRANCHES, coarse.length)];
    float[] scores = new float[best.length];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < coarse.length; c++) {
      float score = VectorUtil.dotProduct(vector, coarse[c]);
      int place = best.length;
      while (place > 0 && score > scores[place - 1]) {
        place--;
      }
      if (place < best.length) {
        System.arraycopy(scores, place, scores, place + 1, best.length - place - 1);
        System.arraycopy(best, place, best, place + 1, best.length - place - 1);
        scores[place] = score;
        best[place] = c;
      }
    }
    return best;
  }
}
