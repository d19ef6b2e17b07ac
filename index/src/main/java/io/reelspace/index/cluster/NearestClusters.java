package io.reelspace.index.cluster;

import org.apache.lucene.util.VectorUtil;

/**
 * Clusters in the order of their scores, the nearest first. A heap, as a search asks for few of
 * them: putting all in order took a tenth of its time. Scores are those of 8-bit codes: the order
 * is nearly the same, and centroids in floats do not fit the processor's nearer caches.
 */
final class NearestClusters {

  /** Score and cluster as one number each; no number is above that of the node it belongs to. */
  private final long[] heap;

  private int left;

  /**
   * @param query codes, as the centroids'
   * @param centroids codes {@code [clusters, dimension]}, all with one scale
   */
  NearestClusters(byte[] query, byte[][] centroids) {
    heap = new long[centroids.length];
    left = heap.length;
    for (int c = 0; c < heap.length; c++) {
      heap[c] = (long) VectorUtil.dotProduct(query, centroids[c]) << Integer.SIZE | c;
    }
    for (int node = left / 2 - 1; node >= 0; node--) {
      sink(node, heap[node]);
    }
  }

  boolean hasNext() {
    return left > 0;
  }

  int next() {
    int cluster = (int) heap[0];
    sink(0, heap[--left]);
    return cluster;
  }

  /** Puts a number at a node, or below it where that has greater ones. */
  private void sink(int from, long value) {
    int node = from;
    while (2 * node + 1 < left) {
      int child = 2 * node + 1;
      if (child + 1 < left && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= value) {
        break;
      }
      heap[node] = heap[child];
      node = child;
    }
    heap[node] = value;
  }
}
