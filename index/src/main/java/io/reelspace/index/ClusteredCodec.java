package io.reelspace.index;

import io.reelspace.index.cluster.ClusteredVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;

/**
 * Lucene's codec with vectors in clusters. What it writes is read by any Lucene 10.4 or newer that
 * finds {@link ClusteredVectorsFormat}: the name of the vector format is in the files.
 */
final class ClusteredCodec extends Lucene104Codec {

  private final KnnVectorsFormat vectors = new ClusteredVectorsFormat();

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }
}
