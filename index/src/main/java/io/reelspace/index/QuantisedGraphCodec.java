package io.reelspace.index;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;

/**
 * Lucene's codec with vectors in an HNSW graph over 8-bit copies, the raw vectors kept beside them.
 * What it writes is read by any Lucene 10.4 or newer: the name of the vector format is in the
 * files.
 */
final class QuantisedGraphCodec extends Lucene104Codec {

  /**
   * Twice Lucene's defaults: text queries lie far from pictures, where a thin graph loses its way.
   */
  private static final int CONNECTIONS = 32;

  private static final int BEAM = 200;

  private final KnnVectorsFormat vectors =
      new WideVectors(new Lucene104HnswScalarQuantizedVectorsFormat(CONNECTIONS, BEAM));

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }
}
