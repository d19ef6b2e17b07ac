package io.reelspace.index.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/** Writes the vectors of one part of an index, and their clusters. */
final class ClusteredVectorsWriter extends KnnVectorsWriter {

  private final FlatVectorsWriter vectors;
  private final IndexOutput out;
  private final List<Field> fields = new ArrayList<>();

  private record Field(FieldInfo fieldInfo, FlatFieldVectorsWriter<?> vectors) {}

  /** Vectors in the order of their ordinals, from the start at each call. */
  private interface Source {
    FloatVectorValues open() throws IOException;
  }

  private ClusteredVectorsWriter(FlatVectorsWriter vectors, IndexOutput out) {
    this.vectors = vectors;
    this.out = out;
  }

  /** Owns the writer of vectors, also when this fails. */
  static ClusteredVectorsWriter open(SegmentWriteState state, FlatVectorsWriter vectors)
      throws IOException {
    IndexOutput out = null;
    try {
      String name =
          IndexFileNames.segmentFileName(
              state.segmentInfo.name, state.segmentSuffix, ClusteredVectorsFormat.EXTENSION);
      out = state.directory.createOutput(name, state.context);
      CodecUtil.writeIndexHeader(
          out,
          ClusteredVectorsFormat.NAME,
          ClusteredVectorsFormat.VERSION,
          state.segmentInfo.getId(),
          state.segmentSuffix);
      return new ClusteredVectorsWriter(vectors, out);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(vectors, out);
      throw e;
    }
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo fieldInfo) throws IOException {
    if (fieldInfo.getVectorEncoding() != VectorEncoding.FLOAT32) {
      throw new IllegalArgumentException(fieldInfo.name + ": only float32 vectors are clustered");
    }
    FlatFieldVectorsWriter<?> writer = vectors.addField(fieldInfo);
    fields.add(new Field(fieldInfo, writer));
    return writer;
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    if (sortMap != null) {
      throw new UnsupportedOperationException("an index that is sorted cannot be clustered");
    }
    vectors.flush(maxDoc, null);
    for (Field field : fields) {
      @SuppressWarnings("unchecked") // addField refuses other encodings
      List<float[]> values = (List<float[]>) field.vectors.getVectors();
      FieldInfo fieldInfo = field.fieldInfo;
      writeClusters(
          fieldInfo,
          values.size(),
          () -> FloatVectorValues.fromFloats(values, fieldInfo.getVectorDimension()));
    }
  }

  @Override
  public IORunnable mergeOneField(FieldInfo fieldInfo, MergeState mergeState) throws IOException {
    vectors.mergeOneFlatVectorField(fieldInfo, mergeState);
    Source merged = () -> MergedVectorValues.mergeFloatVectorValues(fieldInfo, mergeState);
    writeClusters(fieldInfo, merged.open().size(), merged);
    return null;
  }

  private void writeClusters(FieldInfo fieldInfo, int mostVectors, Source source)
      throws IOException {
    out.writeInt(fieldInfo.number);
    clusters(fieldInfo.getVectorDimension(), mostVectors, source)
        .write(out, fieldInfo.getVectorDimension());
  }

  /**
   * @param mostVectors their number, or more where some are deleted while parts are merged
   */
  private static Clusters clusters(int dimension, int mostVectors, Source source)
      throws IOException {
    int count = Centroids.count(mostVectors);
    if (count < 2) {
      return Clusters.NONE;
    }
    Sample sample = new Sample(Centroids.SAMPLES * count);
    forEach(source, (_, vector) -> sample.offer(vector));
    Centroids centroids = Centroids.of(sample.vectors(), dimension, count);
    Assignment assignment = new Assignment(centroids, mostVectors);
    forEach(source, assignment::add);
    return assignment.clusters();
  }

  private interface VectorConsumer {
    void accept(int ordinal, float[] vector) throws IOException;
  }

  private static void forEach(Source source, VectorConsumer consumer) throws IOException {
    FloatVectorValues values = source.open();
    KnnVectorValues.DocIndexIterator position = values.iterator();
    int ordinal = 0;
    while (position.nextDoc() != KnnVectorValues.DocIndexIterator.NO_MORE_DOCS) {
      consumer.accept(ordinal++, values.vectorValue(position.index()));
    }
  }

  @Override
  public void finish() throws IOException {
    vectors.finish();
    out.writeInt(ClusteredVectorsFormat.END);
    CodecUtil.writeFooter(out);
  }

  @Override
  public long ramBytesUsed() {
    return vectors.ramBytesUsed();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, out);
  }
}
