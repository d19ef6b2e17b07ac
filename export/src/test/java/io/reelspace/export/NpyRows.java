package io.reelspace.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a .npy file of float32 in two dimensions, as its specification says. */
final class NpyRows {

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), } *\n");

  private NpyRows() {}

  static float[][] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertEquals("\u0093NUMPY\u0001\u0000", new String(magic, ISO_8859_1));
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertEquals(0, bytes.position() % 64);
    Matcher matcher = HEADER.matcher(new String(header, ISO_8859_1));
    assertTrue(matcher.matches());
    float[][] rows =
        new float[Integer.parseInt(matcher.group(1))][Integer.parseInt(matcher.group(2))];
    for (float[] row : rows) {
      bytes.asFloatBuffer().get(row);
      bytes.position(bytes.position() + row.length * Float.BYTES);
    }
    assertEquals(0, bytes.remaining());
    return rows;
  }
}
