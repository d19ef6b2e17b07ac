package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.RgbImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image models against the same pictures through Pillow and PyTorch in double precision. */
class ImageEncoderTest {

  private static ImageEncoder open(String id) {
    List<String> outputs = List.of("features", "logits", "cells");
    return ImageEncoder.open(id, Fixtures.imageModel(id), outputs, Fixtures.INFERENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"efficientnet-lite0", "efficientnet-lite2"})
  void givesWhatPyTorchGives(String id) {
    try (ImageEncoder encoder = open(id)) {
      assertEquals(1280 + 1000 + 1000, encoder.channels());
      for (JsonNode expected : Fixtures.json(id + ".json")) {
        float[] row = encoder.encode(List.of(picture(expected)))[0];
        Fixtures.assertNear(expected.get("features"), row, 0, 1e-4);
        Fixtures.assertNear(expected.get("logits"), row, 1280, 1e-4);
        Fixtures.assertNear(expected.get("cells"), row, 2280, 1e-4);
      }
    }
  }

  /** Eight bits are not four digits: here it is the directions that must agree. */
  @ParameterizedTest
  @ValueSource(strings = {"efficientnet-lite0", "efficientnet-lite2"})
  void givesNearlyWhatPyTorchGivesInEightBits(String id) {
    try (ImageEncoder encoder = open(id + "-int8")) {
      for (JsonNode expected : Fixtures.json(id + ".json")) {
        float[] row = encoder.encode(List.of(picture(expected)))[0];
        assertTrue(cosine(expected.get("features"), row, 0) > .99, "features");
        assertTrue(cosine(expected.get("logits"), row, 1280) > .99, "logits");
      }
    }
  }

  private static RgbImage picture(JsonNode fixture) {
    return TestPictures.picture(
        fixture.get("width").asInt(), fixture.get("height").asInt(), fixture.get("seed").asInt());
  }

  private static double cosine(JsonNode expected, float[] row, int from) {
    double product = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int i = 0; i < expected.size(); i++) {
      double value = expected.get(i).asDouble();
      product += value * row[from + i];
      squares += value * value;
      otherSquares += row[from + i] * row[from + i];
    }
    return product / Math.sqrt(squares * otherSquares);
  }

  @Test
  void keepsTheOrderOfPicturesAcrossBatches() {
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < 2 * Fixtures.INFERENCE.batch() + 3; i++) {
      pictures.add(TestPictures.picture(224, 224, i));
    }
    try (ImageEncoder encoder = open("efficientnet-lite0")) {
      float[][] together = encoder.encode(pictures);
      for (int i = 0; i < pictures.size(); i++) {
        assertArrayEquals(encoder.encode(List.of(pictures.get(i)))[0], together[i], 1e-4f);
      }
    }
  }
}
