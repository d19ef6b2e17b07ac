package io.reelspace.index.cluster;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.VectorUtil;

/**
 * The clusters of a field: the centroids in memory, some kilobytes for each thousand vectors, the
 * members on disk.
 */
final class StoredClusters {

  private final int vectors;
  private final int[] starts;
  private final float[][] centroids;
  private final long membersPosition;

  private StoredClusters(int vectors, int[] starts, float[][] centroids, long membersPosition) {
    this.vectors = vectors;
    this.starts = starts;
    this.centroids = centroids;
    this.membersPosition = membersPosition;
  }

  /** Reads up to the end of the field. */
  static StoredClusters read(IndexInput in, int expectedDimension) throws IOException {
    int vectors = in.readInt();
    int clusters = in.readInt();
    int dimension = in.readInt();
    long bytes = Integer.BYTES * (vectors + 1L + clusters * (1L + dimension));
    if (vectors < 0
        || clusters < 0
        || dimension != expectedDimension
        || bytes > in.length() - in.getFilePointer()) {
      throw new CorruptIndexException("impossible clusters", in);
    }
    int[] starts = new int[clusters + 1];
    in.readInts(starts, 0, starts.length);
    long membersPosition = in.getFilePointer();
    in.seek(membersPosition + (long) Integer.BYTES * vectors);
    float[][] centroids = new float[clusters][dimension];
    for (float[] centroid : centroids) {
      in.readFloats(centroid, 0, dimension);
    }
    return new StoredClusters(vectors, starts, centroids, membersPosition);
  }

  boolean isEmpty() {
    return centroids.length == 0;
  }

  /** Compares with the members of the nearest clusters, nearest first, until enough are seen. */
  void nearest(float[] query, ClusterProbe probe, IndexInput in, Comparison comparison)
      throws IOException {
    long[] order = new long[centroids.length];
    for (int c = 0; c < order.length; c++) {
      order[c] = sortable(VectorUtil.dotProduct(query, centroids[c]), c);
    }
    Arrays.sort(order);
    int wanted = probe.of(vectors);
    int seen = 0;
    int[] members = new int[0];
    for (int rank = order.length - 1; rank >= 0 && seen < wanted; rank--) {
      int cluster = (int) order[rank];
      int size = starts[cluster + 1] - starts[cluster];
      if (members.length < size) {
        members = new int[size];
      }
      in.seek(membersPosition + (long) Integer.BYTES * starts[cluster]);
      in.readInts(members, 0, size);
      for (int i = 0; i < size; i++) {
        comparison.add(members[i]);
      }
      seen += size;
    }
  }

  /** A number that sorts as the score does and holds the cluster in its lower half. */
  private static long sortable(float score, int cluster) {
    int bits = Float.floatToIntBits(score);
    return ((long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << Integer.SIZE) | cluster;
  }
}
