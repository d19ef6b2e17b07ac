package io.reelspace.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads and writes the safetensors format: eight bytes with the length of a JSON header, the
 * header, then the values in little-endian order. A checksum of the values (CRC-32C) stands in the
 * header's metadata.
 */
public final class SafeTensors {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final String CHECKSUM = "crc32c";
  private static final int PIECE = 1 << 16;
  private static final long LONGEST_HEADER = 100_000_000;

  private SafeTensors() {}

  /**
   * Writes a file whole or not at all: under another name, forced to disk, then renamed.
   *
   * @throws StorageException when it cannot be written; what was there before is still there then
   */
  public static void write(Path file, Tensors content) {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        byte[] header = header(content);
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(channel, length.putLong(header.length).flip());
        writeAll(channel, ByteBuffer.wrap(header));
        forEachPiece(content, piece -> writeAll(channel, piece));
        channel.force(true);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      deleteQuietly(partial);
      throw new StorageException(
          "Cannot write " + file + ": " + e.getMessage() + ". Is the disk full?", e);
    }
  }

  /**
   * Reads a file into memory.
   *
   * @throws StorageException when it is truncated, damaged or not such a file
   */
  public static Tensors read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      require(file, bytes.length >= 8, "is truncated: it ends before its header");
      long headerLength = all.getLong(0);
      require(
          file,
          headerLength >= 2 && headerLength <= LONGEST_HEADER,
          "is not in the safetensors format");
      require(file, 8 + headerLength <= bytes.length, "is truncated: it ends in its header");
      int start = Math.toIntExact(8 + headerLength);
      JsonNode header = JSON.readTree(bytes, 8, start - 8);
      return parse(file, header, all.slice(start, bytes.length - start));
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Tensors parse(Path file, JsonNode header, ByteBuffer values) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensors.Tensor> tensors = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      JsonNode value = entry.getValue();
      if (entry.getKey().equals(METADATA)) {
        value.properties().forEach(text -> metadata.put(text.getKey(), text.getValue().asText()));
        continue;
      }
      long from = value.path("data_offsets").path(0).asLong(-1);
      long to = value.path("data_offsets").path(1).asLong(-1);
      require(file, from == end && to >= from, "has a damaged header");
      require(file, to <= values.capacity(), "is truncated: tensor " + entry.getKey() + " is cut");
      FloatBuffer floats =
          values
              .slice(Math.toIntExact(from), Math.toIntExact(to - from))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      long[] shape = new long[value.path("shape").size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = value.path("shape").get(i).asLong();
      }
      tensors.put(entry.getKey(), new Tensors.Tensor(shape, floats));
      end = to;
    }
    require(file, end == values.capacity(), "is longer than its header says");
    CRC32C checksum = new CRC32C();
    checksum.update(values.duplicate());
    String expected = metadata.remove(CHECKSUM);
    require(
        file,
        expected == null || expected.equals(Long.toHexString(checksum.getValue())),
        "is damaged: its checksum is wrong");
    return new Tensors(metadata, tensors);
  }

  private static byte[] header(Tensors content) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    content.metadata().forEach(metadata::put);
    CRC32C checksum = new CRC32C();
    forEachPiece(content, checksum::update);
    metadata.put(CHECKSUM, Long.toHexString(checksum.getValue()));
    long offset = 0;
    for (Map.Entry<String, Tensors.Tensor> entry : content.tensors().entrySet()) {
      Tensors.Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", "F32");
      var shape = node.putArray("shape");
      for (long size : tensor.shape()) {
        shape.add(size);
      }
      long end = offset + 4L * tensor.values().capacity();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String text = JSON.writeValueAsString(header);
    int padding = -text.getBytes(StandardCharsets.UTF_8).length & 7;
    return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** Takes a piece of the file's values. */
  private interface PieceConsumer {
    void accept(ByteBuffer piece) throws IOException;
  }

  private static void forEachPiece(Tensors content, PieceConsumer consumer) throws IOException {
    float[] values = new float[PIECE];
    ByteBuffer bytes = ByteBuffer.allocate(4 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensors.Tensor tensor : content.tensors().values()) {
      int size = tensor.values().capacity();
      for (int from = 0; from < size; from += PIECE) {
        int length = Math.min(PIECE, size - from);
        tensor.values().get(from, values, 0, length);
        bytes.clear().asFloatBuffer().put(values, 0, length);
        consumer.accept(bytes.limit(4 * length));
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes a rename outlive a power cut where the system can. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; the rename is still atomic there.
      return;
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The first failure is the one to report; a left-over partial file is overwritten next time.
      return;
    }
  }

  private static void require(Path file, boolean holds, String problem) {
    if (!holds) {
      throw new StorageException("The file " + file + " " + problem + ".");
    }
  }
}
