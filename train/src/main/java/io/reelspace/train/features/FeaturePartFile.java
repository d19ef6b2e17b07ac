package io.reelspace.train.features;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/** Writes rows as one Arrow IPC file of one record batch. */
final class FeaturePartFile {

  private FeaturePartFile() {}

  /** Returns when the file is on the disk. */
  static void write(Path file, FeatureFormat format, List<FeatureRow> rows) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(format.schema(), allocator);
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, channel)) {
      fill(root, format, rows);
      writer.start();
      writer.writeBatch();
      writer.end();
      channel.force(true);
    }
  }

  private static void fill(VectorSchemaRoot root, FeatureFormat format, List<FeatureRow> rows) {
    VarCharVector ids = (VarCharVector) root.getVector("id");
    IntVector views = (IntVector) root.getVector("view");
    VarCharVector checksums = (VarCharVector) root.getVector("checksum");
    ListVector times = (ListVector) root.getVector("times");
    for (int i = 0; i < rows.size(); i++) {
      FeatureRow row = rows.get(i);
      ids.setSafe(i, row.id().getBytes(StandardCharsets.UTF_8));
      views.setSafe(i, row.view());
      checksums.setSafe(i, row.checksum().getBytes(StandardCharsets.UTF_8));
      Float4Vector seconds = (Float4Vector) times.getDataVector();
      int from = times.startNewValue(i);
      for (int step = 0; step < row.times().length; step++) {
        seconds.setSafe(from + step, row.times()[step]);
      }
      times.endValue(i, row.times().length);
    }
    fillFeatures((ListVector) root.getVector("features"), format, rows);
    root.setRowCount(rows.size());
  }

  private static void fillFeatures(
      ListVector features, FeatureFormat format, List<FeatureRow> rows) {
    int steps = rows.stream().mapToInt(row -> row.features().length).sum();
    FixedSizeListVector list = (FixedSizeListVector) features.getDataVector();
    list.setInitialCapacity(steps);
    list.allocateNew();
    BaseFixedWidthVector values = (BaseFixedWidthVector) list.getDataVector();
    values.allocateNew(steps * format.channels());
    values.getValidityBuffer().setOne(0, values.getValidityBuffer().capacity());
    ArrowBuf data = values.getDataBuffer();
    long at = 0;
    for (int i = 0; i < rows.size(); i++) {
      int from = features.startNewValue(i);
      float[][] sequence = rows.get(i).features();
      for (int step = 0; step < sequence.length; step++) {
        list.setNotNull(from + step);
        at = put(data, at, sequence[step], format.precision());
      }
      features.endValue(i, sequence.length);
    }
    values.setValueCount(steps * format.channels());
    list.setValueCount(steps);
  }

  private static long put(ArrowBuf data, long at, float[] step, FeatureFormat.Precision precision) {
    for (float value : step) {
      if (precision == FeatureFormat.Precision.FLOAT32) {
        data.setFloat(at, value);
      } else {
        data.setShort(at, Float.floatToFloat16(value));
      }
      at += precision.bytes();
    }
    return at;
  }
}
