package io.reelspace.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * A vector format with Lucene's own limit of 1,024 dimensions lifted: spaces that join several
 * parts have more. What is written is the wrapped format's, under its name.
 */
final class WideVectors extends KnnVectorsFormat {

  /** As many as a space may have. */
  private static final int MOST_DIMENSIONS = 4096;

  private final KnnVectorsFormat format;

  WideVectors(KnnVectorsFormat format) {
    super(format.getName());
    this.format = format;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return format.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return format.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MOST_DIMENSIONS;
  }

  @Override
  public String toString() {
    return format.toString();
  }
}
