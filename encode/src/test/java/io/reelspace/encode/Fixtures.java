package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundled encoders, and what Python made of the same input. */
final class Fixtures {
  static final Inference INFERENCE = Inference.in(Path.of("target/cache"));
  static final Path LITE0 =
      Path.of(System.getProperty("reelspace.project"))
          .resolve("base/src/main/resources/io/reelspace/base/encoders/efficientnet-lite0");

  private Fixtures() {}

  static JsonNode json(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with all-MiniLM-L6-v2, from the root of its jar. */
  static Path miniLm() {
    Path folder = Path.of("target/all-minilm-l6-v2");
    try {
      Files.createDirectories(folder);
      copy("/all-minilm-l6-v2.onnx", folder.resolve("model.onnx"));
      copy("/all-minilm-l6-v2-tokenizer.json", folder.resolve("tokenizer.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static void copy(String resource, Path file) throws IOException {
    if (!Files.exists(file)) {
      try (InputStream in = Fixtures.class.getResourceAsStream(resource)) {
        Files.copy(in, file);
      }
    }
  }

  static void assertNear(JsonNode expected, float[] actual, int from, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).asDouble(), actual[from + i], tolerance, "value " + i);
    }
  }
}
