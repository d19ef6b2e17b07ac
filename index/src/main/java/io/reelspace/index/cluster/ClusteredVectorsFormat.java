package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Vectors of length one, divided into clusters; found by Lucene under its name.
 *
 * <p>Vectors themselves are written by Lucene's own format. The file with the extension {@code clu}
 * holds for each field its number and the number of clusters. Then follow the axes on which the
 * vectors are projected (their number, 0 where vectors stay as they are, and {@code [axes,
 * dimension]}), the centroids ({@code [clusters, projected dimension]}), the step of the codes,
 * where the members of each cluster begin, the members (ordinals of vectors, ascending in each),
 * and their codes: a byte for each projected dimension.
 */
public final class ClusteredVectorsFormat extends KnnVectorsFormat {

  static final String NAME = "ReelspaceClustered";
  static final String EXTENSION = "clu";
  static final int VERSION = 1;

  /** After the last field. */
  static final int END = -1;

  /** As many as a space may have; Lucene's own limit is 1,024. */
  private static final int MOST_DIMENSIONS = 4096;

  private static final FlatVectorsFormat VECTORS =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

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
