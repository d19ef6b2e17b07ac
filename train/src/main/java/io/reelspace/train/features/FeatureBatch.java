package io.reelspace.train.features;

import io.reelspace.error.StorageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;

/** The rows of one record batch in a mapped file. */
final class FeatureBatch {

  private final List<FeatureKey> keys = new ArrayList<>();
  private final VarCharVector checksums;
  private final ListVector times;
  private final ListVector features;
  private final int rows;
  private final FeatureFormat format;
  private final MemorySegment timeValues;
  private final MemorySegment featureValues;

  FeatureBatch(VectorSchemaRoot root, MemorySegment file, FeatureFormat format, Path path) {
    this.checksums = (VarCharVector) root.getVector("checksum");
    this.times = (ListVector) root.getVector("times");
    this.features = (ListVector) root.getVector("features");
    this.rows = root.getRowCount();
    this.format = format;
    this.timeValues = slice(file, times.getDataVector().getDataBuffer());
    FixedSizeListVector steps = (FixedSizeListVector) features.getDataVector();
    this.featureValues = slice(file, steps.getDataVector().getDataBuffer());
    requireWhole(path);
    VarCharVector ids = (VarCharVector) root.getVector("id");
    IntVector views = (IntVector) root.getVector("view");
    for (int row = 0; row < rows; row++) {
      keys.add(new FeatureKey(text(ids, row), views.get(row)));
    }
  }

  private static MemorySegment slice(MemorySegment file, ArrowBuf buffer) {
    return buffer.capacity() == 0
        ? MemorySegment.NULL
        : file.asSlice(buffer.memoryAddress() - file.address(), buffer.capacity());
  }

  /** An offset that leads beyond its buffer would read what is not there. */
  private void requireWhole(Path path) {
    if (rows > 0
        && (features.getElementEndIndex(rows - 1) * stepBytes() > featureValues.byteSize()
            || times.getElementEndIndex(rows - 1) * (long) Float.BYTES > timeValues.byteSize())) {
      throw new StorageException("%s is damaged: delete it and extract again.".formatted(path));
    }
  }

  private long stepBytes() {
    return (long) format.channels() * format.precision().bytes();
  }

  int rows() {
    return rows;
  }

  FeatureKey key(int row) {
    return keys.get(row);
  }

  String checksum(int row) {
    return text(checksums, row);
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }

  int steps(int row) {
    return features.getElementEndIndex(row) - features.getElementStartIndex(row);
  }

  float[] times(int row) {
    float[] result = new float[steps(row)];
    MemorySegment.copy(
        timeValues,
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        times.getElementStartIndex(row) * (long) Float.BYTES,
        result,
        0,
        result.length);
    return result;
  }

  /** Copies one step of a row's sequence to {@code into[at]} and on. */
  void copy(int row, int step, float[] into, int at) {
    long from = (features.getElementStartIndex(row) + step) * stepBytes();
    if (format.precision() == FeatureFormat.Precision.FLOAT32) {
      MemorySegment.copy(
          featureValues, ValueLayout.JAVA_FLOAT_UNALIGNED, from, into, at, format.channels());
      return;
    }
    for (int c = 0; c < format.channels(); c++) {
      into[at + c] =
          Float.float16ToFloat(
              featureValues.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + (long) c * Short.BYTES));
    }
  }
}
