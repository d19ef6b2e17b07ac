package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
        RgbImage picture =
            TestPictures.picture(
                expected.get("width").asInt(),
                expected.get("height").asInt(),
                expected.get("seed").asInt());
        float[] row = encoder.encode(List.of(picture))[0];
        Fixtures.assertNear(expected.get("features"), row, 0, 1e-4);
        Fixtures.assertNear(expected.get("logits"), row, 1280, 1e-4);
        Fixtures.assertNear(expected.get("cells"), row, 2280, 1e-4);
      }
    }
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
