package io.reelspace.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.TextEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledEncodersTest {
  private static final Path CACHE = Path.of("target/cache");
  private static final Inference INFERENCE = Inference.in(CACHE);

  /** What Python makes of {@link #TEXT}: the first four channels, pooled either way. */
  private static final float[] FIRST_TOKEN = {-0.00852361f, -0.0239763f, -0.041139f, -0.01341f};

  private static final float[] MEAN = {-0.0097129f, -0.0220893f, -0.0339705f, -0.0113451f};

  private static final String TEXT = "two dogs on a beach";

  /** The networks of the default space. */
  @Test
  void imageModelsOpenAndTakeLessThanTwentyMegabytes() throws IOException {
    long bytes = 0;
    for (String id : List.of("efficientnet-lite0-int8", "efficientnet-lite2-int8")) {
      Path folder = BundledEncoders.unpack(id, CACHE);
      bytes += Files.size(folder.resolve("model.onnx"));
      try (ImageEncoder encoder =
          ImageEncoder.open(id, folder, List.of("features", "logits", "cells"), INFERENCE)) {
        assertEquals(3280, encoder.channels());
      }
    }
    assertTrue(bytes < 20_000_000, bytes + " bytes");
  }

  /** The settings of pooling are Reelspace's own file beside a model from another jar. */
  @Test
  void bgeSmallIsPooledByItsFirstToken() throws IOException {
    Path folder = BundledEncoders.unpack("bge-small-en-v1.5", CACHE);
    Path byMean = CACHE.resolve("bge-by-mean");
    Files.createDirectories(byMean);
    for (String file : List.of("model.onnx", "tokenizer.json")) {
      Files.deleteIfExists(byMean.resolve(file));
      Files.createLink(byMean.resolve(file), folder.resolve(file));
    }
    assertArrayEquals(FIRST_TOKEN, start(folder), 1e-4f);
    assertArrayEquals(MEAN, start(byMean), 1e-4f);
  }

  private static float[] start(Path folder) {
    try (TextEncoder encoder = TextEncoder.open("bge-small-en-v1.5", folder, INFERENCE)) {
      assertEquals(384, encoder.channels());
      return Arrays.copyOf(encoder.encode(List.of(TEXT))[0], 4);
    }
  }
}
