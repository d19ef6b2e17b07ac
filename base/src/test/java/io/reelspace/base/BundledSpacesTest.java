package io.reelspace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.Inference;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Space;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledSpacesTest {
  private static final Path CACHE = Path.of("target/cache");

  @Test
  void conceptSpaceEmbedsAsPythonDoes() throws IOException {
    JsonNode expected;
    try (InputStream in = BundledSpacesTest.class.getResourceAsStream("concept.json")) {
      expected = new ObjectMapper().readTree(in);
    }
    try (Space space = Space.open(BundledSpaces.unpack("concept", CACHE), Inference.in(CACHE))) {
      List<Frame> frames = new ArrayList<>();
      expected.get("frameSeeds").forEach(seed -> frames.add(frame(seed.asInt())));
      assertNear(expected.get("frameEmbedding"), space.embedFrames(space.frameFeatures(frames)));
      assertNear(expected.get("textEmbedding"), space.embedText(expected.get("text").asText()));
    }
  }

  private static void assertNear(JsonNode expected, float[] actual) {
    assertEquals(expected.size(), actual.length);
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected.get(i).asDouble(), actual[i], 1e-4, "value " + i);
    }
  }

  /** The pictures of {@code tools/models/fixtures.py}. */
  private static Frame frame(int seed) {
    byte[] rgb = new byte[3 * 224 * 224];
    for (int y = 0, i = 0; y < 224; y++) {
      for (int x = 0; x < 224; x++) {
        rgb[i++] = (byte) (3 * x + 5 * y + 40 * seed);
        rgb[i++] = (byte) (x * y / 8 + 10 * seed);
        rgb[i++] = (byte) ((x / (16 + seed) + y / 12) % 2 == 1 ? 255 : 30);
      }
    }
    return new Frame(seed, new RgbImage(new ImageSize(224, 224), rgb));
  }
}
