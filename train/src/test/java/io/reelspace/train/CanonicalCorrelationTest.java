package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.TowerStage;
import io.reelspace.train.tuning.Tuning;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against Cholesky, eigenvalues and singular values of NumPy ({@code tools/canonical}). */
class CanonicalCorrelationTest {

  private static final TowerStage FOR_VIDEOS = new TowerStage.Canonical(3, 2, 0.75);
  private static final TowerStage FOR_TEXTS = new TowerStage.Canonical(3, 0.3, 0.5);
  private static final TowerStage MEAN = new TowerStage.MeanPooling();

  private static Recipe recipe(List<TowerStage> video, List<TowerStage> text) {
    Recipe toy = Toy.recipe();
    return new Recipe(
        toy.seed(),
        3,
        side("frames", video),
        side("words", text),
        toy.loss(),
        toy.temperature(),
        toy.captions(),
        toy.schedule(),
        toy.optimiser(),
        toy.stopping(),
        toy.weights());
  }

  private static Recipe.Side side(String name, List<TowerStage> tower) {
    return new Recipe.Side(
        List.of(new Recipe.Input(name, List.of(name), 8, List.of(), tower)),
        new io.reelspace.train.tower.Fusion.Single());
  }

  private static float[][] rows(JsonNode values) {
    float[][] rows = new float[values.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[values.get(i).size()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = (float) values.get(i).get(j).asDouble();
      }
    }
    return rows;
  }

  @Test
  void bothMapsAreThoseOfNumPyUpToTheSignsOfTheDirections() throws IOException {
    JsonNode fixture;
    try (InputStream in = CanonicalCorrelationTest.class.getResourceAsStream("canonical.json")) {
      fixture = new ObjectMapper().readTree(in);
    }
    float[][] videos = rows(fixture.get("videos"));
    float[][] texts = rows(fixture.get("texts"));
    int[] owners =
        IntStream.range(0, texts.length).map(i -> fixture.get("owners").get(i).asInt()).toArray();
    PairedFeatures features =
        new PairedFeatures(
            IntStream.range(0, videos.length).mapToObj(i -> "video" + i).toList(),
            Map.of("frames", MemoryFeatures.ofVectors(videos)),
            owners,
            Map.of("words", MemoryFeatures.ofVectors(texts)));
    Recipe recipe = recipe(List.of(FOR_VIDEOS, MEAN), List.of(FOR_TEXTS, MEAN));
    SideReader frames = new SideReader("video", recipe.video(), features.videos(), 0);
    SideReader words = new SideReader("text", recipe.text(), features.texts(), 0);
    DualEncoder.engine();
    JniUtils.setGradMode(false);
    try (DualEncoder encoder = DualEncoders.of(recipe, frames, words)) {
      CanonicalCorrelation.fit(encoder, frames, words, features);
      float[] map = values(encoder, "video");
      float[] textMap = values(encoder, "text");
      float[][] expected = rows(fixture.get("mappedVideos"));
      float[][] expectedTexts = rows(fixture.get("mappedTexts"));
      for (int d = 0; d < 3; d++) {
        double sign = Math.signum(column(videos[0], map, d) * expected[0][d]);
        for (int v = 0; v < videos.length; v++) {
          assertEquals(expected[v][d], sign * column(videos[v], map, d), 2e-4);
        }
        for (int t = 0; t < texts.length; t++) {
          assertEquals(expectedTexts[t][d], sign * column(texts[t], textMap, d), 2e-4);
        }
      }
    }
  }

  private static float[] values(DualEncoder encoder, String side) {
    return encoder.parameters().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(side) && entry.getKey().endsWith("map"))
        .findFirst()
        .orElseThrow()
        .getValue()
        .getArray()
        .toFloatArray();
  }

  private static double column(float[] row, float[] map, int column) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * map[i * 3 + column];
    }
    return sum;
  }

  @Test
  void conjugateGradientsSolveWhatTheyAreGiven() {
    DualEncoder.engine();
    Recipe recipe = recipe(List.of(FOR_VIDEOS, MEAN), List.of(FOR_TEXTS, MEAN));
    PairedFeatures toy = Toy.features(8, 1);
    SideReader frames = new SideReader("video", recipe.video(), toy.videos(), 0);
    SideReader words = new SideReader("text", recipe.text(), toy.texts(), 0);
    try (DualEncoder encoder = DualEncoders.of(recipe, frames, words)) {
      NDArray half = encoder.manager().randomNormal(new ai.djl.ndarray.types.Shape(40, 40));
      NDArray a = half.matMul(half.transpose()).add(encoder.manager().eye(40).mul(5));
      NDArray y = encoder.manager().randomNormal(new ai.djl.ndarray.types.Shape(40, 6));
      NDArray solved = CanonicalCorrelation.solve(a, a.matMul(y));
      assertTrue(solved.sub(y).abs().max().getFloat() < 1e-3);
    }
  }

  @Test
  void oneSideAloneIsRefused() {
    Recipe recipe = recipe(List.of(FOR_VIDEOS, MEAN), List.of(new TowerStage.Linear(3), MEAN));
    PairedFeatures toy = Toy.features(8, 1);
    SideReader frames = new SideReader("video", recipe.video(), toy.videos(), 0);
    SideReader words = new SideReader("text", recipe.text(), toy.texts(), 0);
    try (DualEncoder encoder = DualEncoders.of(recipe, frames, words)) {
      assertThrows(
          BadInputException.class, () -> CanonicalCorrelation.fit(encoder, frames, words, toy));
    }
  }

  @Test
  void trainingStartsFromTheCanonicalSpace() {
    List<TowerStage> tower =
        List.of(
            new TowerStage.Standardise(0.02),
            new TowerStage.Canonical(6, 1, 0.75),
            new TowerStage.Residual(16, 0),
            new TowerStage.Normalise(1),
            MEAN);
    Recipe toy = Toy.recipe();
    Recipe recipe =
        new Recipe(
            toy.seed(),
            6,
            side("frames", tower),
            side("words", tower),
            toy.loss(),
            toy.temperature(),
            toy.captions(),
            toy.schedule(),
            toy.optimiser(),
            toy.stopping(),
            Recipe.Weights.HALF);
    PairedFeatures training = Toy.features(128, 1);
    SideReader frames = new SideReader("video", recipe.video(), training.videos(), 0);
    SideReader words = new SideReader("text", recipe.text(), training.texts(), 0);
    DualEncoder.engine();
    JniUtils.setGradMode(false);
    try (DualEncoder encoder = DualEncoders.of(recipe, frames, words)) {
      Standardisation.fit(encoder, frames, words, training);
      CanonicalCorrelation.fit(encoder, frames, words, training);
      Validation validation =
          new Validation(
              encoder, Toy.features(60, 2), recipe, Tuning.NONE, recipe.stopping().get());
      double untrained = validation.measure().get("R@1");
      assertTrue(untrained > 0.2, "R@1 before training " + untrained); // chance is 1/60
      EmbeddingNetwork side = encoder.videos();
      assertTrue(side.canonical(0).isPresent());
    }
  }
}
