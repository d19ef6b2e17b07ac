package io.reelspace.cli;

import io.reelspace.base.SampleClips;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Makes the files that tests give to the command. */
final class TestFiles {

  private static final Path CLIPS = Ran.HOME.resolve("test-clips");

  private TestFiles() {}

  /** One of the sample clips. */
  static Path clip(String name) {
    SampleClips.unpackInto(CLIPS);
    return CLIPS.resolve(name);
  }

  /** A copy of a sample clip under another name. */
  static Path copy(String clip, Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.copy(clip(clip), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first part of a sample clip. */
  static Path truncated(String clip, double part, Path file) throws IOException {
    byte[] whole = Files.readAllBytes(clip(clip));
    return Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
  }

  /** A PNG whose header states a size that its data does not have. */
  static Path pngOfSize(int width, int height, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(bytes);
    png.writeLong(0x89504E470D0A1A0AL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0}); // 8 bits a sample, RGB, no interlace
    chunk(png, "IHDR", header.toByteArray());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(new byte[1000]);
    }
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return Files.write(file, bytes.toByteArray());
  }

  private static void chunk(DataOutputStream png, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    png.writeInt(content.length);
    png.write(name);
    png.write(content);
    png.writeInt((int) crc.getValue());
  }
}
