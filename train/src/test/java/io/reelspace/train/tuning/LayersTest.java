package io.reelspace.train.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {

  private static final Path FILE = Path.of("encoder/model.pt");
  private static final List<String> WEIGHTS =
      List.of(
          "stem.weight",
          "blocks.1.weight",
          "blocks.1.bias",
          "blocks.10.weight",
          "blocks.11.weight",
          "head.weight");

  private static Map<String, Double> chosen(double rate, double decay, String... layers) {
    return Layers.chosen(new LayerChoice("net", List.of(layers), rate, decay), WEIGHTS, FILE);
  }

  @Test
  void ratesFallFromTheLastLayerToTheFirst() {
    assertEquals(
        Map.of("blocks.10.weight", 0.05, "blocks.11.weight", 0.1, "head.weight", 0.2),
        chosen(0.2, 0.5, "blocks.10", "blocks.11", "head"));
  }

  @Test
  void aNameMeansWholePartsOfANameAndNotItsBeginning() {
    assertEquals(Map.of("blocks.1.weight", 1.0, "blocks.1.bias", 1.0), chosen(1, 0.5, "blocks.1"));
  }

  @Test
  void whereTwoLayersHoldAWeightTheSmallerOneDecides() {
    assertEquals(
        Map.of(
            "blocks.1.weight", 0.5,
            "blocks.1.bias", 0.5,
            "blocks.10.weight", 1.0,
            "blocks.11.weight", 0.5),
        chosen(1, 0.5, "blocks", "blocks.10"));
    assertEquals(WEIGHTS.size(), chosen(1, 1, "all").size());
  }

  @Test
  void anUnknownLayerIsNamedWithThoseThatAreNearAndTheFile() {
    BadInputException e =
        assertThrows(BadInputException.class, () -> chosen(1, 1, "head", "block.11"));
    assertTrue(e.getMessage().contains("\"block.11\""), e.getMessage());
    assertTrue(e.getMessage().contains("near are blocks.11,"), e.getMessage());
    assertTrue(e.getMessage().contains(FILE.toString()), e.getMessage());
  }
}
