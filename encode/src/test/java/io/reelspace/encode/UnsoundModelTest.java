package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Models come from anywhere: whatever is wrong with one is said, and the process lives on. */
class UnsoundModelTest {
  private static final Path LITE0 = Fixtures.imageModel("efficientnet-lite0");

  @TempDir private Path folder;

  private static Path resource(String name) {
    return Path.of("src/test/resources/io/reelspace/encode").resolve(name);
  }

  private static void assertRefused(String named, Executable opening) {
    MissingModelException e = assertThrows(MissingModelException.class, opening);
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  private ImageEncoder openImages(String... outputs) {
    return ImageEncoder.open("test", folder, List.of(outputs), Fixtures.INFERENCE);
  }

  private TextEncoder openTexts() {
    return TextEncoder.open("test", folder, Fixtures.INFERENCE);
  }

  private void copy(Path from, String to) throws IOException {
    Files.copy(from, folder.resolve(to));
  }

  @Test
  void readsWeightsBesideTheModel() {
    try (FloatNetwork network =
        FloatNetwork.open(resource("external/model.onnx"), Fixtures.INFERENCE)) {
      float[] product = network.run(new float[] {1, 10}, 1, 2);
      assertArrayEquals(new float[] {30, 41, 52}, product);
    }
  }

  @Test
  void refusesWeightsOutsideOfTheFolder() {
    Path model = resource("escape/model.onnx");
    assertRefused("escape", () -> FloatNetwork.open(model, Fixtures.INFERENCE).close());
  }

  @Test
  void refusesWeightsBehindALink() throws IOException {
    copy(resource("external/model.onnx"), "model.onnx");
    Files.createSymbolicLink(
        folder.resolve("weights.bin"), resource("external/weights.bin").toAbsolutePath());
    Path model = folder.resolve("model.onnx");
    assertRefused("model.onnx", () -> FloatNetwork.open(model, Fixtures.INFERENCE).close());
  }

  @Test
  void refusesAnAbsentModel() {
    Path model = folder.resolve("none.onnx");
    assertRefused("none.onnx", () -> FloatNetwork.open(model, Fixtures.INFERENCE).close());
  }

  @Test
  void refusesModelsCutAtAnyPlace() throws IOException {
    byte[] whole = Files.readAllBytes(LITE0.resolve("model.onnx"));
    copy(LITE0.resolve("preprocessor_config.json"), "preprocessor_config.json");
    for (int length : new int[] {0, 1, 100, 70_000, whole.length / 2, whole.length - 1}) {
      Files.write(folder.resolve("model.onnx"), Arrays.copyOf(whole, length));
      assertRefused("model.onnx", () -> openImages().close());
    }
  }

  @Test
  void refusesATextThatIsNamedLikeAModel() throws IOException {
    Files.writeString(folder.resolve("model.onnx"), "this is no network\n".repeat(100));
    copy(Fixtures.miniLm().resolve("tokenizer.json"), "tokenizer.json");
    assertRefused("model.onnx", () -> openTexts().close());
  }

  @Test
  void refusesATextEncoderWithoutTokenizer() throws IOException {
    copy(Fixtures.miniLm().resolve("model.onnx"), "model.onnx");
    assertRefused("tokenizer.json", () -> openTexts().close());
  }

  @Test
  void refusesDamagedTokenizers() throws IOException {
    copy(resource("pixels/model.onnx"), "model.onnx");
    for (String json :
        new String[] {"", "{", "[]", "{\"model\": 3}", "{\"model\": {\"type\": \"x\"}}"}) {
      Files.writeString(folder.resolve("tokenizer.json"), json);
      assertRefused("tokenizer.json", () -> openTexts().close());
    }
  }

  @Test
  void refusesAPictureNetworkAsTextEncoder() throws IOException {
    copy(resource("pixels/model.onnx"), "model.onnx");
    copy(Fixtures.miniLm().resolve("tokenizer.json"), "tokenizer.json");
    assertRefused("model.onnx", () -> openTexts().close());
  }

  @Test
  void refusesAnImageEncoderWithoutItsPreprocessing() throws IOException {
    copy(resource("pixels/model.onnx"), "model.onnx");
    assertRefused("preprocessor_config.json", () -> openImages().close());
  }

  @Test
  void refusesPreprocessingThatCannotBe() throws IOException {
    copy(resource("pixels/model.onnx"), "model.onnx");
    for (String json :
        new String[] {
          "{}",
          "{\"size\": 0}",
          "{\"size\": {\"height\": 8, \"width\": -1}, \"do_normalize\": false}",
          "{\"size\": {\"height\": 8, \"width\": 8}, \"resample\": 9}",
          "{\"size\": {\"height\": 8, \"width\": 8}, \"image_mean\": [0]}",
          "{\"size\": {\"height\": 8, \"width\": 8}, \"image_mean\": [0,0,0], \"image_std\": [1,0,1]}"
        }) {
      Files.writeString(folder.resolve("preprocessor_config.json"), json);
      assertRefused("preprocessor_config.json", () -> openImages().close());
    }
  }

  @Test
  void refusesAnOutputThatTheNetworkLacks() throws IOException {
    copy(resource("pixels/model.onnx"), "model.onnx");
    copy(resource("pixels/preprocessor_config.json"), "preprocessor_config.json");
    assertRefused("[features]", () -> openImages("logits").close());
  }

  @Test
  void refusesASizeThatTheNetworkDoesNotTake() throws IOException {
    copy(LITE0.resolve("model.onnx"), "model.onnx");
    copy(resource("pixels/preprocessor_config.json"), "preprocessor_config.json");
    assertRefused("224", () -> openImages().close());
  }

  @Test
  void refusesATowerInputOfAnotherShape() {
    try (FloatNetwork network =
        FloatNetwork.open(resource("external/model.onnx"), Fixtures.INFERENCE)) {
      assertRefused("external", () -> network.run(new float[] {1, 2, 3}, 1, 3));
      assertRefused("external", () -> network.run(new float[] {1, 2, 3}, 1, 2));
    }
  }
}
