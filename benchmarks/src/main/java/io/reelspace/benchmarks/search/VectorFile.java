package io.reelspace.benchmarks.search;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes float32 vectors, one after the other, as a NumPy file {@code [count, dimension]}. */
final class VectorFile implements AutoCloseable {

  /** The header with its length fields fills a multiple of 64 bytes (NumPy's format, version 1). */
  private static final int HEADER_BYTES = 128;

  private static final int PREFIX_BYTES = 10;

  private final DataOutputStream out;
  private final ByteBuffer row;

  VectorFile(Path file, int count, int dimension) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
    row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(count, dimension);
    int length = HEADER_BYTES - PREFIX_BYTES;
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, 0});
    String padded = ("%-" + (length - 1) + "s\n").formatted(header);
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
  }

  void add(float[] vector) throws IOException {
    row.clear().asFloatBuffer().put(vector);
    out.write(row.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
