package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a clip encoder is said with the file and the field. */
class UnsoundClipEncoderTest {

  private static final String CONFIGURATION = "preprocessor_config.json";

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("model.onnx", CONFIGURATION)) {
      Files.copy(ClipFixture.folder("r3d_18").resolve(name), folder.resolve(name));
    }
  }

  private void configure(Consumer<ObjectNode> change) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path file = folder.resolve(CONFIGURATION);
    ObjectNode config = (ObjectNode) json.readTree(file.toFile());
    change.accept(config);
    json.writeValue(file.toFile(), config);
  }

  private void assertRefused(String... named) {
    MissingModelException e =
        assertThrows(
            MissingModelException.class,
            () -> ClipEncoder.open("test", folder, List.of(), Fixtures.INFERENCE).close());
    for (String part : named) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void refusesAnotherNumberOfFramesThanTheNetworkTakes() throws IOException {
    configure(config -> config.put("num_frames", 8));
    assertRefused("model.onnx", "[-1, 3, 16, 32, 32]", CONFIGURATION, "num_frames 8");
  }

  @Test
  void refusesAnotherSizeThanTheNetworkTakes() throws IOException {
    configure(config -> config.putObject("crop_size").put("height", 24).put("width", 24));
    assertRefused("model.onnx", "[-1, 3, 16, 32, 32]", CONFIGURATION, "24 x 24");
  }

  @Test
  void refusesALayoutThatTheNetworkDoesNotHave() throws IOException {
    configure(config -> config.put("input_format", "NTCHW"));
    assertRefused("model.onnx", "[-1, 3, 16, 32, 32]", CONFIGURATION, "[-1, 16, 3, 32, 32]");
  }

  @Test
  void refusesANetworkOfSinglePictures() throws IOException {
    Path pixels = Path.of("src/test/resources/io/reelspace/encode/pixels/model.onnx");
    Files.write(folder.resolve("model.onnx"), Files.readAllBytes(pixels));
    assertRefused("model.onnx", "five dimensions");
  }

  @Test
  void refusesModelsCutAtAnyPlace() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("model.onnx"));
    for (int length : new int[] {0, 1, 1000, whole.length / 2, whole.length - 1}) {
      Files.write(folder.resolve("model.onnx"), Arrays.copyOf(whole, length));
      assertRefused("model.onnx");
    }
  }

  @Test
  void refusesAFolderThatDoesNotSayHowManyFramesAClipHas() throws IOException {
    configure(config -> config.remove("num_frames"));
    assertRefused(CONFIGURATION, "num_frames");
  }

  @Test
  void takesTheNumberOfFramesFromTheModelsConfigurationWhereItIsThere() throws IOException {
    configure(config -> config.remove("num_frames"));
    Files.writeString(folder.resolve("config.json"), "{\"num_frames\": 16}");
    ClipEncoder.open("test", folder, List.of(), Fixtures.INFERENCE).close();
  }

  @Test
  void refusesAFolderWithoutConfiguration() throws IOException {
    Files.delete(folder.resolve(CONFIGURATION));
    assertRefused(CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource({
    "num_frames, 1",
    "num_frames, 2000",
    "num_frames, 1.5",
    "frame_rate, 0",
    "frame_rate, -30",
    "frame_stride, 0",
    "clip_overlap, 1",
    "clip_overlap, -0.5"
  })
  void refusesSamplingThatCannotBe(String key, String value) throws IOException {
    configure(config -> {
      if (value.contains(".")) {
        config.put(key, Double.parseDouble(value));
      } else {
        config.put(key, Integer.parseInt(value));
      }
    });
    assertRefused(CONFIGURATION, key.equals("num_frames") ? "frames" : key);
  }

  @Test
  void refusesAnUnknownLayout() throws IOException {
    configure(config -> config.put("input_format", "NHWC"));
    assertRefused(CONFIGURATION, "input_format", "NCTHW");
  }
}
