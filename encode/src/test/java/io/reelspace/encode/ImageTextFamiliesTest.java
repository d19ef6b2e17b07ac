package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of each family against their own Python libraries, from photo and text to vector. */
class ImageTextFamiliesTest {
  private static final double TOLERANCE = 1e-3;

  @TempDir private Path store;

  @ParameterizedTest
  @ValueSource(
      strings = {"clip", "clip-joined", "open-clip", "open-clip-siglip", "siglip", "siglip2"})
  void givesWhatItsLibraryGives(String family) {
    Families.into(store, family);
    assertAgrees(family, TOLERANCE);
  }

  @Test
  void readsAModelFromWithinARepository() {
    Families.importing(
            "mobileclip",
            Optional.of("onnx/s0"),
            ModelPrecision.FLOAT32,
            new ImportKind.Automatic())
        .into(store, false, Fixtures.INFERENCE);
    assertAgrees("mobileclip", TOLERANCE);
  }

  /** Half precision has three digits; eight bits have directions. */
  @ParameterizedTest
  @CsvSource({"FLOAT16,0.005", "INT8,0.12"})
  void runsSmallerPrecisions(ModelPrecision precision, double tolerance) {
    Families.importing("clip", Optional.empty(), precision, new ImportKind.Automatic())
        .into(store, false, Fixtures.INFERENCE);
    assertAgrees("clip", tolerance);
  }

  @ParameterizedTest
  @CsvSource({"clip-joined,clip", "siglip,siglip", "siglip2,siglip2", "open-clip,open-clip"})
  void tellsTheFamily(String folder, String family) {
    ImportedEncoder imported = Families.into(store, folder);
    assertEquals(family, imported.family());
    assertEquals(List.of("image", "text"), imported.kinds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-joined", "siglip"})
  void measuresScaleAndBiasOfLogits(String family) {
    JsonNode expected = Families.expected(family);
    List<Double> scale = Families.into(store, family).logitScale();
    assertEquals(expected.get("logitScale").asDouble(), scale.get(0), .01);
    assertEquals(expected.path("logitBias").asDouble(0), scale.get(1), .01);
  }

  private void assertAgrees(String family, double tolerance) {
    JsonNode expected = Families.expected(family);
    Path folder = store.resolve(family);
    try (ImageEncoder images =
            ImageEncoder.open(family, folder.resolve("image"), List.of(), Fixtures.INFERENCE);
        TextEncoder texts = TextEncoder.open(family, folder.resolve("text"), Fixtures.INFERENCE)) {
      for (JsonNode photo : expected.get("photos")) {
        float[] row = images.encode(List.of(Families.photo(photo.get("name").asText())))[0];
        assertNear(photo, Families.unit(row), tolerance);
      }
      List<String> all =
          StreamSupport.stream(expected.get("texts").spliterator(), false)
              .map(text -> text.get("text").asText())
              .toList();
      float[][] rows = texts.encode(all);
      for (int i = 0; i < all.size(); i++) {
        JsonNode text = expected.get("texts").get(i);
        assertTokens(text, texts.tokens(all.get(i)));
        assertNear(text, rows[i], tolerance);
      }
    }
  }

  /** Where padding cannot change a vector, none is given to the network. */
  private static void assertTokens(JsonNode text, long[] tokens) {
    long[] ids =
        StreamSupport.stream(text.get("ids").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray();
    String what = text.get("text").asText();
    assertTrue(tokens.length <= ids.length, what);
    assertArrayEquals(java.util.Arrays.copyOf(ids, tokens.length), tokens, what);
    for (int i = tokens.length; i < ids.length; i++) {
      assertEquals(ids[ids.length - 1], ids[i], what);
    }
  }

  private static void assertNear(JsonNode expected, float[] row, double tolerance) {
    JsonNode values = expected.get("embedding");
    assertEquals(values.size(), row.length);
    for (int i = 0; i < row.length; i++) {
      String what = expected.path("text").asText(expected.path("name").asText()) + " " + i;
      assertEquals(values.get(i).asDouble(), row[i], tolerance, what);
    }
  }
}
