package io.reelspace.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.encode.Inference;
import io.reelspace.error.MissingModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceUnpackingTest {
  @TempDir private Path temporary;

  private Path cache() {
    return temporary.resolve("cache");
  }

  private List<Path> unpacked() throws IOException {
    Path spaces = cache().resolve("spaces");
    if (!Files.exists(spaces)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(spaces)) {
      return files.toList();
    }
  }

  @Test
  void opensAZipAsItsFolder() throws IOException {
    Inference inference = new Inference(cache(), 1, 2);
    for (String prefix : new String[] {"", "tiny/"}) {
      Path zip = TinySpace.zipTo(temporary.resolve("space-" + prefix.length() + ".zip"), prefix);
      try (Space packed = Space.open(zip, inference);
          Space folder = TinySpace.open()) {
        assertEquals(folder.fingerprint(), packed.fingerprint());
        assertArrayEquals(folder.embedText("red"), packed.embedText("red"));
      }
    }
    assertEquals(1, unpacked().size());
  }

  @Test
  void writesNothingOutsideOfTheCache() throws IOException {
    Path zip = temporary.resolve("slip.zip");
    String manifest =
        Files.readString(TinySpace.FOLDER.resolve("space.json"))
            .replace("\"README.md\"", "\"../../../slipped\"");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path file : TinySpace.files()) {
        String name = TinySpace.FOLDER.relativize(file).toString();
        out.putNextEntry(new ZipEntry(name.equals("README.md") ? "../../../slipped" : name));
        if (name.equals("space.json")) {
          out.write(manifest.getBytes(StandardCharsets.UTF_8));
        } else {
          Files.copy(file, out);
        }
      }
    }
    assertThrows(MissingModelException.class, () -> SpaceUnpacking.unpackZip(zip, cache()));
    assertFalse(Files.exists(temporary.resolve("slipped")));
    assertEquals(List.of(), unpacked());
  }

  @Test
  void leavesNothingOfADamagedArchive() throws IOException {
    Path zip = TinySpace.zipTo(temporary.resolve("space.zip"), "");
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    MissingModelException e =
        assertThrows(MissingModelException.class, () -> SpaceUnpacking.unpackZip(zip, cache()));
    assertTrue(e.getMessage().contains("space.zip"), e.getMessage());
    assertEquals(List.of(), unpacked());
  }

  @Test
  void refusesFilesThatAreLongerOrOtherThanStated() throws IOException {
    SpaceSource endless =
        path -> path.equals("towers/text.onnx") ? new EndlessStream() : open(path);
    SpaceSource other =
        path ->
            path.equals("README.md")
                ? new ByteArrayInputStream("# Tiny\n".getBytes(StandardCharsets.UTF_8))
                : open(path);
    for (SpaceSource source : List.of(endless, other)) {
      assertThrows(
          MissingModelException.class, () -> SpaceUnpacking.unpack(source, "test", cache()));
      assertEquals(List.of(), unpacked());
    }
  }

  private static InputStream open(String path) throws IOException {
    return Files.newInputStream(TinySpace.FOLDER.resolve(path));
  }

  /** What a decompression bomb looks like from outside. */
  private static final class EndlessStream extends InputStream {
    @Override
    public int read() {
      return 0;
    }
  }
}
