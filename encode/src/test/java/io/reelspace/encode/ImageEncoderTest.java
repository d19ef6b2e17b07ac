package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.RgbImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** EfficientNet-Lite0 against the same pictures through Pillow and ONNX Runtime in Python. */
class ImageEncoderTest {

  private static ImageEncoder open() {
    return ImageEncoder.open(
        "efficientnet-lite0", Fixtures.LITE0, List.of("features", "logits"), Fixtures.INFERENCE);
  }

  @Test
  void givesFeaturesAndLogitsAsPythonDoes() {
    try (ImageEncoder encoder = open()) {
      assertEquals(2280, encoder.channels());
      for (JsonNode expected : Fixtures.json("images.json")) {
        RgbImage picture =
            TestPictures.picture(
                expected.get("width").asInt(),
                expected.get("height").asInt(),
                expected.get("seed").asInt());
        float[] row = encoder.encode(List.of(picture))[0];
        Fixtures.assertNear(expected.get("features"), row, 0, 1e-4);
        Fixtures.assertNear(expected.get("logits"), row, 1280, 1e-4);
      }
    }
  }

  @Test
  void keepsTheOrderOfPicturesAcrossBatches() {
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < 2 * Fixtures.INFERENCE.batch() + 3; i++) {
      pictures.add(TestPictures.picture(224, 224, i));
    }
    try (ImageEncoder encoder = open()) {
      float[][] together = encoder.encode(pictures);
      for (int i = 0; i < pictures.size(); i++) {
        assertArrayEquals(encoder.encode(List.of(pictures.get(i)))[0], together[i], 1e-4f);
      }
    }
  }
}
