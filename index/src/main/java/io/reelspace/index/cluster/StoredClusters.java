package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;

/**
 * The clusters of a field: axes and centroids in memory, some megabytes, the members with their
 * codes on disk.
 */
final class StoredClusters {

  private final Projection projection;
  private final byte[][] centroids;
  private final Codes codes;
  private final int[] starts;
  private final long membersPosition;
  private final long codesPosition;

  /**
   * Reads up to the end of the field.
   *
   * @param vectors how many it has
   */
  StoredClusters(IndexInput in, int dimension, int vectors) throws IOException {
    int clusters = in.readInt();
    this.projection = Projection.read(in, dimension);
    this.centroids = codes(Matrices.read(in, clusters, projection.dimension()));
    this.codes = new Codes(Float.intBitsToFloat(in.readInt()));
    this.starts = new int[clusters + 1];
    in.readInts(starts, 0, starts.length);
    this.membersPosition = in.getFilePointer();
    this.codesPosition = membersPosition + (long) Integer.BYTES * vectors;
    long end = codesPosition + (long) projection.dimension() * vectors;
    if (starts[clusters] != vectors || end > in.length()) {
      throw new CorruptIndexException("impossible clusters of " + vectors + " vectors", in);
    }
    in.seek(end);
  }

  /**
   * Compares with the members of the nearest clusters, nearest first, until enough are seen.
   *
   * @param accepted the only ordinals that count; null for all, as Lucene has it
   */
  void nearest(
      float[] query,
      ClusterProbe probe,
      IndexInput in,
      KnnVectorValues vectors,
      Bits accepted,
      KnnCollector collector)
      throws IOException {
    float[] projected = projection.of(query);
    Codes queryCodes = Codes.of(projected);
    byte[] queryCode = new byte[projected.length];
    queryCodes.encode(projected, queryCode);
    float step = queryCodes.step() * codes.step();
    NearestClusters nearest = new NearestClusters(queryCode, centroids);
    int wanted = probe.of(vectors.size());
    int seen = 0;
    int[] members = new int[0];
    byte[] memberCodes = new byte[0];
    byte[] code = new byte[queryCode.length];
    while (nearest.hasNext() && seen < wanted) {
      int cluster = nearest.next();
      int size = starts[cluster + 1] - starts[cluster];
      if (members.length < size) {
        members = new int[size];
        memberCodes = new byte[size * code.length];
      }
      in.seek(membersPosition + (long) Integer.BYTES * starts[cluster]);
      in.readInts(members, 0, size);
      in.seek(codesPosition + (long) code.length * starts[cluster]);
      in.readBytes(memberCodes, 0, size * code.length);
      for (int i = 0; i < size; i++) {
        if (accepted == null || accepted.get(members[i])) {
          System.arraycopy(memberCodes, i * code.length, code, 0, code.length);
          float product = step * VectorUtil.dotProduct(queryCode, code);
          float score = VectorUtil.normalizeToUnitInterval(product);
          collector.incVisitedCount(1);
          if (score > collector.minCompetitiveSimilarity()) {
            collector.collect(vectors.ordToDoc(members[i]), score);
          }
        }
      }
      seen += size;
    }
  }

  private static byte[][] codes(float[][] vectors) {
    Codes scale = Codes.of(vectors);
    byte[][] codes = new byte[vectors.length][];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = new byte[vectors[i].length];
      scale.encode(vectors[i], codes[i]);
    }
    return codes;
  }
}
