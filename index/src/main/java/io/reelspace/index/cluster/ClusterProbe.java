package io.reelspace.index.cluster;

import org.apache.lucene.search.knn.KnnSearchStrategy;

/** How much of a clustered field a search looks at: the nearest clusters until a share is seen. */
public final class ClusterProbe extends KnnSearchStrategy {

  private final double share;

  /**
   * @param share of the vectors of each part of the index, above 0 up to 1
   */
  public ClusterProbe(double share) {
    if (!(share > 0 && share <= 1)) { // negated, so that NaN is refused too
      throw new IllegalArgumentException("share: " + share);
    }
    this.share = share;
  }

  /** Of so many vectors, how many are to be looked at. */
  int of(int vectors) {
    return (int) Math.ceil(share * vectors);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterProbe probe && probe.share == share;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(share);
  }

  @Override
  public void nextVectorsBlock() {
    // of graphs only
  }
}
