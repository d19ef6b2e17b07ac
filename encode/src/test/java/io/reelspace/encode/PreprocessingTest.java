package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.ImageSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hub's layout (short edge, centre crop, mean and deviation) against Pillow and NumPy. */
class PreprocessingTest {

  @Test
  void preparesPicturesAsPillowAndNumPyDo() {
    Path folder = Path.of("src/test/resources/io/reelspace/encode/pixels");
    assertEquals(new ImageSize(8, 8), ImageEncoder.inputSize(folder));
    try (ImageEncoder encoder = ImageEncoder.open("px", folder, List.of(), Fixtures.INFERENCE)) {
      for (JsonNode expected : Fixtures.json("pixels.json")) {
        int width = expected.get("width").asInt();
        int height = expected.get("height").asInt();
        float[] row = encoder.encode(List.of(TestPictures.picture(width, height, 1)))[0];
        Fixtures.assertNear(expected.get("features"), row, 0, 1e-5);
      }
    }
  }
}
