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
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/** Writes the vectors of one part of an index, and their clusters. */
final class ClusteredVectorsWriter extends KnnVectorsWriter {

  private final SegmentWriteState state;
  private final FlatVectorsWriter vectors;
  private final IndexOutput out;
  private final List<Field> fields = new ArrayList<>();

  private record Field(FieldInfo fieldInfo, FlatFieldVectorsWriter<?> vectors) {}

  private ClusteredVectorsWriter(
      SegmentWriteState state, FlatVectorsWriter vectors, IndexOutput out) {
    this.state = state;
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
      return new ClusteredVectorsWriter(state, vectors, out);
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
    ClusterBuilder.Source merged =
        () -> MergedVectorValues.mergeFloatVectorValues(fieldInfo, mergeState);
    writeClusters(fieldInfo, merged.open().size(), merged);
    return null;
  }

  private void writeClusters(FieldInfo fieldInfo, int mostVectors, ClusterBuilder.Source source)
      throws IOException {
    out.writeInt(fieldInfo.number);
    new ClusterBuilder(source, state, out).write(fieldInfo.getVectorDimension(), mostVectors);
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
