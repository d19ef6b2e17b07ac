package io.reelspace.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A space with every part that a bundle can have, against NumPy. */
class SpaceTest {
  private static JsonNode expected;

  @BeforeAll
  static void read() throws IOException {
    expected = new ObjectMapper().readTree(TinySpace.RESOURCES.resolve("tiny.json").toFile());
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }
    return floats;
  }

  private static List<Frame> frames() {
    List<Frame> frames = new ArrayList<>();
    for (JsonNode c : expected.get("colours")) {
      frames.add(TinySpace.frame(c.get(0).asInt(), c.get(1).asInt(), c.get(2).asInt()));
    }
    return frames;
  }

  @Test
  void joinsTheFeaturesOfEncodersOfDifferentSizes() {
    try (Space space = TinySpace.open()) {
      assertEquals(new ImageSize(4, 4), space.frameSize());
      float[][] features = space.frameFeatures(frames());
      for (int t = 0; t < features.length; t++) {
        assertArrayEquals(floats(expected.get("features").get(t)), features[t], 1e-4f);
      }
    }
  }

  @Test
  void embedsFramesThroughTowerCentreAndProjection() {
    try (Space space = TinySpace.open()) {
      float[] embedding = space.embedFrames(space.frameFeatures(frames()));
      assertArrayEquals(floats(expected.get("frames")), embedding, 1e-5f);
    }
  }

  @Test
  void embedsFramesOfABatchEachAlone() {
    try (Space space = TinySpace.open()) {
      float[][] features = space.frameFeatures(frames());
      float[][] each = space.embedEachFrame(features);
      assertEquals(features.length, each.length);
      for (int t = 0; t < each.length; t++) {
        assertArrayEquals(space.embedFrames(new float[][] {features[t]}), each[t], 1e-6f);
      }
      assertEquals(0, space.embedEachFrame(new float[0][]).length);
    }
  }

  @Test
  void embedsTextsThroughTowerCentreAndProjection() {
    try (Space space = TinySpace.open()) {
      float[] embedding = space.embedText(expected.get("text").asText());
      assertArrayEquals(floats(expected.get("textEmbedding")), embedding, 1e-5f);
    }
  }

  @Test
  void refusesABlankText() {
    try (Space space = TinySpace.open()) {
      assertThrows(BadInputException.class, () -> space.embedText(" \n"));
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    Space space = TinySpace.open();
    space.close();
    assertThrows(IllegalStateException.class, () -> space.embedText("red"));
  }
}
