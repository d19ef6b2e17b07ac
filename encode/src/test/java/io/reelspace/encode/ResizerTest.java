package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ResizerTest {

  @Test
  void givesTheSameBytesAsPillow() {
    for (JsonNode expected : Fixtures.json("resize.json")) {
      RgbImage picture =
          TestPictures.picture(expected.get("width").asInt(), expected.get("height").asInt(), 1);
      ImageSize size =
          new ImageSize(expected.get("toWidth").asInt(), expected.get("toHeight").asInt());
      Resampling kernel = Resampling.of(expected.get("resample").asInt()).orElseThrow();
      byte[] bytes = Base64.getDecoder().decode(expected.get("rgb").asText());
      assertArrayEquals(bytes, Resizer.resize(picture, size, kernel).rgb(), kernel + " to " + size);
    }
  }
}
