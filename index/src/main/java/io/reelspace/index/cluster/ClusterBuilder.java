package io.reelspace.index.cluster;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * Divides the vectors of a field into clusters, and writes these as {@link StoredClusters} reads
 * them. In memory is a sample of the vectors, and a number for each; they are read three times.
 */
final class ClusterBuilder {

  /** Vectors in the order of their ordinals, from the start at each call. */
  interface Source {
    FloatVectorValues open() throws IOException;
  }

  private interface VectorConsumer {
    void accept(int ordinal, float[] vector) throws IOException;
  }

  private final Source source;
  private final SegmentWriteState state;
  private final IndexOutput out;

  ClusterBuilder(Source source, SegmentWriteState state, IndexOutput out) {
    this.source = source;
    this.state = state;
    this.out = out;
  }

  /**
   * Writes the clusters of all vectors.
   *
   * @param mostVectors their number, or more where some are deleted while parts are merged
   */
  void write(int dimension, int mostVectors) throws IOException {
    int count = Centroids.count(mostVectors);
    Projection projection =
        count == 1
            ? Projection.none(dimension)
            : Projection.of(sample(Projection.SAMPLE, UnaryOperator.identity()), dimension);
    float[][] projected = sample(Centroids.SAMPLES * count, projection::of);
    Centroids centroids = Centroids.of(projected, projection.dimension(), count);
    out.writeInt(centroids.size());
    projection.write(out);
    Matrices.write(centroids.vectors(), out);
    writeMembers(projection, centroids, Codes.of(projected), mostVectors);
  }

  /** Codes are made in the order of the vectors, and written in that of the clusters. */
  private void writeMembers(
      Projection projection, Centroids centroids, Codes codes, int mostVectors) throws IOException {
    Assignment assignment = new Assignment(centroids, mostVectors);
    byte[] code = new byte[projection.dimension()];
    IndexOutput made =
        state.directory.createTempOutput(state.segmentInfo.name, "codes", state.context);
    try {
      try (made) {
        forEach((ordinal, vector) -> {
          float[] projected = projection.of(vector);
          assignment.add(ordinal, projected);
          codes.encode(projected, code);
          made.writeBytes(code, code.length);
        });
      }
      int[] members = assignment.members();
      out.writeInt(Float.floatToIntBits(codes.step()));
      writeInts(assignment.starts());
      writeInts(members);
      try (IndexInput unordered = state.directory.openInput(made.getName(), IOContext.DEFAULT)) {
        for (int member : members) {
          unordered.seek((long) member * code.length);
          unordered.readBytes(code, 0, code.length);
          out.writeBytes(code, code.length);
        }
      }
    } finally {
      IOUtils.deleteFilesIgnoringExceptions(state.directory, made.getName());
    }
  }

  private void writeInts(int[] numbers) throws IOException {
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private float[][] sample(int most, UnaryOperator<float[]> form) throws IOException {
    Sample sample = new Sample(most, form);
    forEach((_, vector) -> sample.offer(vector));
    return sample.vectors();
  }

  private void forEach(VectorConsumer consumer) throws IOException {
    FloatVectorValues values = source.open();
    KnnVectorValues.DocIndexIterator position = values.iterator();
    int ordinal = 0;
    while (position.nextDoc() != KnnVectorValues.DocIndexIterator.NO_MORE_DOCS) {
      consumer.accept(ordinal++, values.vectorValue(position.index()));
    }
  }
}
