package io.reelspace.space;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array of 32-bit floats from a {@code .npy} file (NumPy's format, versions 1 to 3).
 *
 * @param shape of the array
 * @param values in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Npy(int[] shape, float[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Where values begin is a multiple of this, as NumPy writes it. */
  private static final int ALIGNMENT = 64;

  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  static Npy read(Path file) {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
      throw new MissingModelException(
          "Cannot read the array "
              + file
              + " ("
              + e.getMessage()
              + "). It must be a .npy file of little-endian float32 in C order.",
          e);
    }
  }

  /** The bytes of a file that {@link #read} reads. */
  byte[] bytes() {
    String sizes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + sizes
            + (shape.length == 1 ? "," : "")
            + "), }";
    int before = MAGIC.length + 2 + Short.BYTES;
    int length = (before + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
    ByteBuffer bytes = ByteBuffer.allocate(before + length + values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0);
    bytes.putShort((short) length);
    bytes.put((header + " ".repeat(length - header.length() - 1) + "\n").getBytes(ISO_8859_1));
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static Npy parse(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalArgumentException("no NumPy header");
    }
    int version = bytes.get();
    bytes.get();
    int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("header cut short");
    }
    byte[] text = new byte[length];
    bytes.get(text);
    String header = new String(text, ISO_8859_1);
    Matcher matcher = SHAPE.matcher(header);
    if (!header.contains("'<f4'")
        || !header.contains("'fortran_order': False")
        || !matcher.find()) {
      throw new IllegalArgumentException("unexpected header " + header.strip());
    }
    int[] shape =
        Arrays.stream(matcher.group(1).split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    long count = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> Math.multiplyExact(a, b));
    if (count != bytes.remaining() / Float.BYTES) {
      throw new IllegalArgumentException("has not the values that its header says");
    }
    float[] values = new float[(int) count];
    bytes.asFloatBuffer().get(values);
    return new Npy(shape, values);
  }
}
