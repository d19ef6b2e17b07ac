package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ImageSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clip encoders against PyTorch on the same pictures: torchvision's R3D, R(2+1)D and MViT, a C3D,
 * all channels first, and VideoMAE of transformers, frames first.
 */
class ClipEncoderTest {

  private static ClipEncoder open(String network) {
    return open(network, Fixtures.INFERENCE);
  }

  private static ClipEncoder open(String network, Inference inference) {
    return ClipEncoder.open(network, ClipFixture.folder(network), List.of(), inference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r3d_18", "r2plus1d_18", "c3d", "mvit", "videomae"})
  void givesWhatPyTorchGives(String network) {
    JsonNode expected = Fixtures.json("clips/expected.json").get(network);
    try (ClipEncoder encoder = open(network)) {
      assertEquals(expected.size(), encoder.channels());
      float[] row = encoder.encode(List.of(ClipFixture.clip()))[0];
      Fixtures.assertNear(expected, row, 0, 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"r3d_18", "r2plus1d_18", "c3d", "mvit", "videomae"})
  void tellsForwardFromBackward(String network) {
    try (ClipEncoder encoder = open(network)) {
      float[][] rows = encoder.encode(List.of(ClipFixture.clip(), ClipFixture.backward()));
      double difference = 0;
      for (int c = 0; c < rows[0].length; c++) {
        difference = Math.max(difference, Math.abs(rows[0][c] - rows[1][c]));
      }
      assertTrue(difference > 1e-3, "largest difference " + difference);
    }
  }

  @Test
  void readsFromItsConfigurationWhatItTakes() {
    try (ClipEncoder encoder = open("r2plus1d_18")) {
      assertEquals(new ImageSize(32, 32), encoder.inputSize());
      assertEquals(new ClipSampler(16, 15, 8 / 15.0), encoder.sampler());
      assertEquals("r2plus1d_18", encoder.id());
    }
    assertEquals(new ImageSize(32, 32), ClipEncoder.inputSize(ClipFixture.folder("c3d")));
    assertEquals(16, ClipEncoder.sampler(ClipFixture.folder("c3d")).frames());
  }

  @Test
  void keepsTheOrderOfClipsAcrossBatches() {
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clips.add(i % 3 == 0 ? ClipFixture.clip() : ClipFixture.backward());
    }
    try (ClipEncoder encoder = open("r3d_18", new Inference(Fixtures.INFERENCE.cache(), 1, 3))) {
      float[][] together = encoder.encode(clips);
      for (int i = 0; i < clips.size(); i++) {
        assertArrayEquals(encoder.encode(List.of(clips.get(i)))[0], together[i], 1e-5f);
      }
    }
  }

  @Test
  void refusesClipsOfAnotherLength() {
    Clip whole = ClipFixture.clip();
    Clip half = new Clip(0, 0.5, whole.pictures().subList(0, 8));
    try (ClipEncoder encoder = open("c3d")) {
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(List.of(half)));
    }
  }
}
