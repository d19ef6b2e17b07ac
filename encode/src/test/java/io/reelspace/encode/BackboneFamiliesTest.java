package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks for pictures against transformers, timm and torchvision, from photo to features. */
class BackboneFamiliesTest {
  @TempDir private Path store;

  @ParameterizedTest
  @CsvSource({"dinov2,32", "vit,32", "efficientnet,320", "timm,16"})
  void givesThePooledFeatures(String family, int channels) {
    ImportedEncoder imported = Families.into(store, family);
    assertEquals(Map.of("image", channels), imported.channels());
    assertAgrees(family, "pooled");
  }

  @ParameterizedTest
  @CsvSource({
    "dinov2,MEAN,mean",
    "dinov2,FIRST,first",
    "dinov2,GRID,grid",
    "efficientnet,MEAN,mean"
  })
  void poolsTheStatesOfTokensAndCells(String family, OutputPooling pooling, String expected) {
    ImportKind kind =
        new ImportKind.OfImages(
            Optional.of("last_hidden_state"), Optional.of(pooling), Optional.empty());
    Families.importing(family, Optional.empty(), ModelPrecision.FLOAT32, kind)
        .into(store, false, Fixtures.INFERENCE);
    assertAgrees(family, expected);
  }

  /** In its full size; the weights are made by the graph, in Python by the same formula. */
  @Test
  void readsASingleGraphOfTorchvision() {
    assertEquals(2048, resnet(Optional.empty(), Optional.empty()).channels().get("image"));
    assertAgrees("resnet50", "pooled");
  }

  @Test
  void takesAMapOfCellsFromWithin() {
    ImportedEncoder imported = resnet(Optional.of("layer3"), Optional.of(OutputPooling.MEAN));
    assertEquals(1024, imported.channels().get("image"));
    assertAgrees("resnet50", "mean");
  }

  private ImportedEncoder resnet(Optional<String> output, Optional<OutputPooling> pooling) {
    ImportKind.Shape shape =
        new ImportKind.Shape(64, 72, ImportKind.Shape.MEAN, ImportKind.Shape.DEVIATION);
    return new EncoderImport(
            Families.FOLDER.resolve("resnet50/resnet50.onnx"),
            Optional.empty(),
            "resnet50",
            new ImportKind.OfImages(output, pooling, Optional.of(shape)),
            ModelPrecision.FLOAT32,
            Map.of())
        .into(store, false, Fixtures.INFERENCE);
  }

  /** Features are not of length one; a thousandth of the largest is what may differ. */
  private void assertAgrees(String family, String key) {
    Path folder = store.resolve(family).resolve("image");
    try (ImageEncoder encoder = ImageEncoder.open(family, folder, List.of(), Fixtures.INFERENCE)) {
      for (JsonNode photo : Families.expected(family).get(key)) {
        JsonNode values = photo.get("values");
        double largest = 0;
        for (JsonNode value : values) {
          largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        float[] row = encoder.encode(List.of(Families.photo(photo.get("name").asText())))[0];
        assertEquals(values.size(), row.length);
        for (int i = 0; i < row.length; i++) {
          assertEquals(values.get(i).asDouble(), row[i], 1e-3 * largest, family + " " + i);
        }
      }
    }
  }
}
