package io.reelspace.index.cluster;

import java.util.Arrays;

/** Puts each vector into the cluster of its nearest centroid. */
final class Assignment {

  private final Centroids centroids;
  private int[] clusterOf;
  private int count;

  /**
   * @param mostVectors how many may come
   */
  Assignment(Centroids centroids, int mostVectors) {
    this.centroids = centroids;
    this.clusterOf = new int[mostVectors];
  }

  /** Vectors come in the order of their ordinals. */
  void add(int ordinal, float[] vector) {
    clusterOf[ordinal] = centroids.nearest(vector);
    count = ordinal + 1;
  }

  Clusters clusters() {
    int[] starts = new int[centroids.size() + 1];
    for (int i = 0; i < count; i++) {
      starts[clusterOf[i] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] members = new int[count];
    for (int i = 0; i < count; i++) {
      members[next[clusterOf[i]]++] = i;
    }
    return new Clusters(starts, members, centroids.vectors());
  }
}
