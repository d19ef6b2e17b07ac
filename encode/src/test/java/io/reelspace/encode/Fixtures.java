package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The bundled encoders, and what Python made of the same input. */
final class Fixtures {
  static final Inference INFERENCE = Inference.in(Path.of("target/cache"));
  private static final Path ENCODERS =
      Path.of(System.getProperty("reelspace.project"))
          .resolve("base/src/main/resources/io/reelspace/base/encoders");

  private Fixtures() {}

  static JsonNode json(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path imageModel(String id) {
    return ENCODERS.resolve(id);
  }

  static Path miniLm() {
    return textModel("all-minilm-l6-v2");
  }

  /** A folder with a text model from the root of its jar, and the settings that go with it. */
  static Path textModel(String id) {
    Path folder = Path.of("target").resolve(id);
    Path pooling = Path.of("1_Pooling", "config.json");
    try {
      Files.createDirectories(folder.resolve(pooling).getParent());
      copy("/" + id + ".onnx", folder.resolve("model.onnx"));
      copy("/" + id + "-tokenizer.json", folder.resolve("tokenizer.json"));
      if (Files.exists(ENCODERS.resolve(id).resolve(pooling))) {
        Files.copy(
            ENCODERS.resolve(id).resolve(pooling),
            folder.resolve(pooling),
            StandardCopyOption.REPLACE_EXISTING);
      }
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
