package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.TowerStage;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The oracle is the forward pass through all stages. */
class SettledFeaturesTest {

  private static final List<TowerStage> PARTLY =
      List.of(
          new TowerStage.Standardise(0),
          new TowerStage.ResidualMlp(16, 32, 1, 0),
          new TowerStage.MeanPooling());
  private static final List<TowerStage> POOLED =
      List.of(
          new TowerStage.Standardise(0),
          new TowerStage.MeanPooling(),
          new TowerStage.Normalise(1),
          new TowerStage.Linear(16));
  private static final List<TowerStage> NOTHING =
      List.of(new TowerStage.Linear(16), new TowerStage.MeanPooling());

  private final PairedFeatures data = Toy.features(50, 9);

  @Test
  void aPassFromSettledFeaturesIsThatThroughAllStages() {
    for (List<TowerStage> tower : List.of(PARTLY, POOLED)) {
      Recipe recipe = recipe(tower, 2, List.of());
      SideReader plain = reader(recipe, data.videos());
      SideReader settled = reader(recipe, data.videos());
      SideReader texts = new SideReader("text", recipe.text(), data.texts(), 3);
      try (DualEncoder encoder = DualEncoders.of(recipe, plain, texts);
          NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        Standardisation.fit(encoder, plain, texts, data);
        settled.settle(encoder, encoder.videos());
        assertEquals(BitSet.valueOf(new long[] {1}), settled.settled());
        int[] rows = IntStream.iterate(49, row -> row - 3).limit(16).toArray();
        NDList inputs = plain.read(encoder.manager(), rows);
        float[] expected = encoder.embed(encoder.videos(), inputs, false).toFloatArray();
        NDList known = settled.read(encoder.manager(), rows);
        float[] actual =
            encoder.videos().embed(encoder.store(), known, settled.settled()).toFloatArray();
        assertArrayEquals(expected, actual, 1e-6f);
      }
    }
  }

  @Test
  void everyViewIsSettled() {
    FeatureTable views = new TurnedViews(data.videos().get("frames"));
    Recipe recipe = recipe(POOLED, 8, List.of());
    SideReader videos = reader(recipe, Map.of("frames", views));
    SideReader texts = new SideReader("text", recipe.text(), data.texts(), 3);
    try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts)) {
      videos.settle(encoder, encoder.videos());
      FeatureTable settled = videos.table(0);
      for (int row = 0; row < 50; row++) {
        assertEquals(1 + row % 2, settled.views(row));
        float[] one = new float[settled.channels()];
        float[] other = new float[settled.channels()];
        settled.read(row, 0, 0, one, 0);
        settled.read(row, row % 2, 0, other, 0);
        float sign = row % 2 == 0 ? 1 : -1;
        for (int c = 0; c < one.length; c++) {
          assertEquals(one[c], sign * other[c], 1e-6f); // standardising is not fitted: the identity
        }
      }
    }
  }

  @Test
  void augmentedFeaturesMissingOnesAndLearnedStagesStayAsTheyAre() {
    assertStays(recipe(PARTLY, 8, List.of(new Augmentation.FeatureNoise(0.1))), data.videos());
    assertStays(recipe(NOTHING, 8, List.of()), data.videos());
    List<float[][]> missing = List.of(new float[][] {new float[20]}, new float[0][]);
    assertStays(recipe(PARTLY, 8, List.of()), Map.of("frames", MemoryFeatures.of(20, missing)));
  }

  private void assertStays(Recipe recipe, Map<String, FeatureTable> features) {
    SideReader videos = reader(recipe, features);
    SideReader texts = new SideReader("text", recipe.text(), data.texts(), 3);
    try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts)) {
      videos.settle(encoder, encoder.videos());
      assertEquals(new BitSet(), videos.settled());
    }
  }

  private static SideReader reader(Recipe recipe, Map<String, FeatureTable> features) {
    return new SideReader("video", recipe.video(), features, 3);
  }

  private static Recipe recipe(List<TowerStage> tower, int steps, List<Augmentation> changes) {
    Recipe toy = Toy.recipe(new InfoNce(0), new Recipe.Captions.Sampled(1), 0, 1000, List.of());
    Recipe.Side video =
        new Recipe.Side(
            List.of(new Recipe.Input("visual", List.of("frames"), steps, changes, tower)),
            new Fusion.Single());
    return new Recipe(
        toy.seed(),
        toy.dimension(),
        video,
        toy.text(),
        toy.loss(),
        toy.temperature(),
        toy.captions(),
        toy.schedule(),
        toy.optimiser(),
        toy.stopping(),
        toy.weights());
  }
}
