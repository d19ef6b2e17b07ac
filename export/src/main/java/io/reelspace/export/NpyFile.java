package io.reelspace.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A {@code .npy} file of float32, {@code [rows, columns]}, that grows row by row (NumPy's format,
 * version 1). How many rows there are comes into its header at the end.
 */
final class NpyFile implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Room for any number of rows; a multiple of 64, as NumPy aligns what follows. */
  private static final int HEADER_BYTES = 128;

  private static final int BUFFERED_ROWS = 256;

  private final FileChannel channel;
  private final int columns;
  private final ByteBuffer buffer;
  private long rows;

  NpyFile(Path file, int columns) throws IOException {
    this.channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            .position(HEADER_BYTES);
    this.columns = columns;
    this.buffer =
        ByteBuffer.allocateDirect(BUFFERED_ROWS * columns * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  void add(float[] row) throws IOException {
    if (buffer.remaining() < columns * Float.BYTES) {
      flush();
    }
    buffer.asFloatBuffer().put(row);
    buffer.position(buffer.position() + columns * Float.BYTES);
    rows++;
  }

  private void flush() throws IOException {
    writeAll(buffer.flip());
    buffer.clear();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes what waits, and the header. */
  void finish() throws IOException {
    flush();
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int length = HEADER_BYTES - MAGIC.length - Short.BYTES;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) length).put(text.getBytes(ISO_8859_1));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    channel.position(0);
    writeAll(header.put((byte) '\n').flip());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
