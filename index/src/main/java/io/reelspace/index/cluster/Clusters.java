package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.store.IndexOutput;

/** Vectors divided into clusters, as they are written. */
final class Clusters {

  /** Too few vectors to be worth dividing: every one is compared. */
  static final Clusters NONE = new Clusters(new int[] {0}, new int[0], new float[0][]);

  private final int[] starts;
  private final int[] members;
  private final float[][] centroids;

  /**
   * @param starts where the members of each cluster begin, and the number of all at the end
   * @param members ordinals of vectors, cluster by cluster
   * @param centroids {@code [clusters, dimension]}, of length one
   */
  Clusters(int[] starts, int[] members, float[][] centroids) {
    this.starts = starts;
    this.members = members;
    this.centroids = centroids;
  }

  /** Writes what {@link StoredClusters#read} reads. */
  void write(IndexOutput out, int dimension) throws IOException {
    out.writeInt(members.length);
    out.writeInt(centroids.length);
    out.writeInt(dimension);
    for (int start : starts) {
      out.writeInt(start);
    }
    for (int member : members) {
      out.writeInt(member);
    }
    for (float[] centroid : centroids) {
      for (float value : centroid) {
        out.writeInt(Float.floatToIntBits(value));
      }
    }
  }
}
