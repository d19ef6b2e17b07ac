package io.reelspace.space;

import io.reelspace.encode.Inference;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The space that {@code tools/models/tiny_space.py} makes. */
final class TinySpace {
  static final Path RESOURCES = Path.of("src/test/resources/io/reelspace/space");
  static final Path FOLDER = RESOURCES.resolve("tiny");
  static final Inference INFERENCE = new Inference(Path.of("target/cache"), 1, 2);

  private TinySpace() {}

  static Space open() {
    return Space.open(FOLDER, INFERENCE);
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** A copy that a test may damage. */
  static Path copyTo(Path folder) throws IOException {
    for (Path file : files()) {
      Path to = folder.resolve(FOLDER.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    return folder;
  }

  static Path zipTo(Path zip, String prefix) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path file : files()) {
        out.putNextEntry(new ZipEntry(prefix + FOLDER.relativize(file)));
        Files.copy(file, out);
      }
    }
    return zip;
  }

  static Frame frame(int red, int green, int blue) {
    byte[] rgb = new byte[3 * 16];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Frame(0, new RgbImage(new ImageSize(4, 4), rgb));
  }
}
