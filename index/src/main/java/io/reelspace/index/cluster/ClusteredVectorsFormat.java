package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Vectors of length one, raw and in 8 bits, divided into clusters; found by Lucene under its name.
 *
 * <p>Vectors themselves are written by Lucene's own format. The file with the extension {@code clu}
 * holds for each field its number, the number of vectors, of clusters and of dimensions, then where
 * the members of each cluster begin, the members (ordinals of vectors, ascending), and the
 * centroids ({@code [clusters, dimension]}).
 */
public final class ClusteredVectorsFormat extends KnnVectorsFormat {

  static final String NAME = "ReelspaceClustered";
  static final String EXTENSION = "clu";
  static final int VERSION = 0;

  /** After the last field. */
  static final int END = -1;

  /** As many as a space may have; Lucene's own limit is 1,024. */
  private static final int MOST_DIMENSIONS = 4096;

  private static final FlatVectorsFormat VECTORS =
      new Lucene104ScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE);

  /** For Lucene, which makes it by name. */
  public ClusteredVectorsFormat() {
    super(NAME);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return ClusteredVectorsWriter.open(state, VECTORS.fieldsWriter(state));
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return ClusteredVectorsReader.open(state, VECTORS.fieldsReader(state));
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MOST_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(" + VECTORS + ")";
  }
}
