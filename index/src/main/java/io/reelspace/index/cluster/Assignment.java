package io.reelspace.index.cluster;

import java.util.Arrays;

/** Which vectors are in which cluster: that of their nearest centroid. */
final class Assignment {

  private final Centroids centroids;
  private final int[] clusterOf;
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

  /** Where the members of each cluster begin, and the number of all at the end. */
  int[] starts() {
    int[] starts = new int[centroids.size() + 1];
    for (int i = 0; i < count; i++) {
      starts[clusterOf[i] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    return starts;
  }

  /** Ordinals of vectors, cluster by cluster, ascending in each. */
  int[] members() {
    int[] next = starts();
    int[] members = new int[count];
    for (int i = 0; i < count; i++) {
      members[next[clusterOf[i]]++] = i;
    }
    return members;
  }
}
