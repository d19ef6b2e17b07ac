package io.reelspace.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.Schema;

/** An Arrow IPC file that grows row by row; a record batch of rows is in memory at a time. */
final class ArrowTable implements AutoCloseable {

  private static final int BATCH_ROWS = 2048;

  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final FileChannel channel;
  private final ArrowFileWriter writer;
  private int batchRows;
  private long rows;

  ArrowTable(Path file, Schema schema) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    allocator = new RootAllocator();
    root = VectorSchemaRoot.create(schema, allocator);
    root.allocateNew();
    writer = new ArrowFileWriter(root, null, channel);
    writer.start();
  }

  <V extends FieldVector> V column(String name, Class<V> type) {
    return type.cast(root.getVector(name));
  }

  /** Begins a row; columns are set at the number that it gives. */
  int next() throws IOException {
    if (batchRows == BATCH_ROWS) {
      writeBatch();
    }
    rows++;
    return batchRows++;
  }

  private void writeBatch() throws IOException {
    root.setRowCount(batchRows);
    writer.writeBatch();
    root.clear();
    // Fresh memory is zeroed: what no row sets is the same in every export.
    root.allocateNew();
    batchRows = 0;
  }

  /** Rows so far. */
  long rows() {
    return rows;
  }

  void finish() throws IOException {
    if (batchRows > 0) {
      writeBatch();
    }
    writer.end();
  }

  @Override
  public void close() throws IOException {
    try (channel;
        allocator;
        root) {
      writer.close();
    }
  }
}
