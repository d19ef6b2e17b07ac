package io.reelspace.index.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/** Reads the vectors of one part of an index, and searches its clusters. */
final class ClusteredVectorsReader extends KnnVectorsReader {

  private static final ClusterProbe DEFAULT_PROBE = new ClusterProbe(0.1);

  private final FlatVectorsReader vectors;
  private final IndexInput in;
  private final Map<String, StoredClusters> fields;

  private ClusteredVectorsReader(
      FlatVectorsReader vectors, IndexInput in, Map<String, StoredClusters> fields) {
    this.vectors = vectors;
    this.in = in;
    this.fields = fields;
  }

  /** Owns the reader of vectors, also when this fails. */
  static ClusteredVectorsReader open(SegmentReadState state, FlatVectorsReader vectors)
      throws IOException {
    IndexInput in = null;
    try {
      String name =
          IndexFileNames.segmentFileName(
              state.segmentInfo.name, state.segmentSuffix, ClusteredVectorsFormat.EXTENSION);
      in = state.directory.openInput(name, state.context.withHints(DataAccessHint.RANDOM));
      CodecUtil.checkIndexHeader(
          in,
          ClusteredVectorsFormat.NAME,
          ClusteredVectorsFormat.VERSION,
          ClusteredVectorsFormat.VERSION,
          state.segmentInfo.getId(),
          state.segmentSuffix);
      long first = in.getFilePointer();
      CodecUtil.retrieveChecksum(in); // that the file is whole
      in.seek(first);
      Map<String, StoredClusters> fields = new HashMap<>();
      for (int number = in.readInt(); number != ClusteredVectorsFormat.END; number = in.readInt()) {
        FieldInfo field = state.fieldInfos.fieldInfo(number);
        if (field == null) {
          throw new CorruptIndexException("no field has the number " + number, in);
        }
        int size = vectors.getFloatVectorValues(field.name).size();
        fields.put(field.name, new StoredClusters(in, field.getVectorDimension(), size));
      }
      return new ClusteredVectorsReader(vectors, in, fields);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(vectors, in);
      throw e;
    }
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    FloatVectorValues values = vectors.getFloatVectorValues(field);
    ClusterProbe probe =
        collector.getSearchStrategy() instanceof ClusterProbe asked ? asked : DEFAULT_PROBE;
    Bits accepted = values.getAcceptOrds(acceptDocs.bits());
    fields.get(field).nearest(target, probe, in.clone(), values, accepted, collector);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs) {
    throw new UnsupportedOperationException("only float32 vectors are clustered");
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return vectors.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return vectors.getByteVectorValues(field);
  }

  @Override
  public void checkIntegrity() throws IOException {
    vectors.checkIntegrity();
    CodecUtil.checksumEntireFile(in);
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    return vectors.getOffHeapByteSize(fieldInfo);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, in);
  }
}
