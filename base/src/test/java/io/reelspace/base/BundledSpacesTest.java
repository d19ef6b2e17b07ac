package io.reelspace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.Inference;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"base", "fast"})
  void aLearnedSpaceIsWholeAndPlacesTextsByWhatTheyMean(String name) {
    Path folder = BundledSpaces.unpack(name, CACHE);
    SpaceBundle.read(folder).verify();
    try (Space space = Space.open(folder, Inference.in(CACHE))) {
      float[] sky = space.embedText("a plain blue wall");
      float[] same = space.embedText("a blue wall that is plain");
      float[] other = space.embedText("three dogs chase a ball in the snow");
      assertTrue(dot(sky, same) > dot(sky, other) + 0.2);
      assertEquals(1, dot(sky, sky), 1e-5);
      float[] frames = space.embedFrames(space.frameFeatures(List.of(frame(1), frame(2))));
      assertEquals(space.dimension(), frames.length);
      assertEquals(1, dot(frames, frames), 1e-5);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
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
