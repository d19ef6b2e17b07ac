package io.reelspace.train;

import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.TowerStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A small world: videos and captions are two noisy linear views of the same hidden vectors. */
final class Toy {

  private static final int HIDDEN = 6;
  private static final int VIDEO_CHANNELS = 20;
  private static final int TEXT_CHANNELS = 10;

  private Toy() {}

  /** Videos of one to four steps with two captions each; the views are the same for all seeds. */
  static PairedFeatures features(int videos, long seed) {
    Random views = new Random(1);
    float[][] toVideo = matrix(views, VIDEO_CHANNELS);
    float[][] toText = matrix(views, TEXT_CHANNELS);
    Random random = new Random(seed);
    List<String> ids = new ArrayList<>();
    List<float[][]> frames = new ArrayList<>();
    List<float[][]> texts = new ArrayList<>();
    int[] owners = new int[2 * videos];
    for (int v = 0; v < videos; v++) {
      ids.add("video" + v);
      float[] hidden = new float[HIDDEN];
      for (int h = 0; h < HIDDEN; h++) {
        hidden[h] = (float) random.nextGaussian();
      }
      float[][] steps = new float[1 + random.nextInt(4)][];
      for (int s = 0; s < steps.length; s++) {
        steps[s] = seen(hidden, toVideo, random);
      }
      frames.add(steps);
      for (int c = 0; c < 2; c++) {
        owners[2 * v + c] = v;
        texts.add(new float[][] {seen(hidden, toText, random)});
      }
    }
    return new PairedFeatures(
        ids,
        Map.of("frames", MemoryFeatures.of(VIDEO_CHANNELS, frames)),
        owners,
        Map.of("words", MemoryFeatures.of(TEXT_CHANNELS, texts)));
  }

  private static float[][] matrix(Random random, int channels) {
    float[][] matrix = new float[channels][HIDDEN];
    for (float[] row : matrix) {
      for (int h = 0; h < HIDDEN; h++) {
        row[h] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  private static float[] seen(float[] hidden, float[][] view, Random random) {
    float[] values = new float[view.length];
    for (int c = 0; c < values.length; c++) {
      for (int h = 0; h < HIDDEN; h++) {
        values[c] += view[c][h] * hidden[h];
      }
      values[c] += (float) (0.3 * random.nextGaussian());
    }
    return values;
  }

  /** A recipe of residual MLPs for the toy features, whole batches, no dropout. */
  static Recipe recipe() {
    return recipe(new InfoNce(0), new Recipe.Captions.Sampled(1), 0, 1000, List.of());
  }

  /** The same with other choices. */
  static Recipe recipe(
      Loss loss,
      Recipe.Captions captions,
      double dropout,
      int chunk,
      List<Augmentation> augmentations) {
    List<TowerStage> tower =
        List.of(
            new TowerStage.Standardise(0),
            new TowerStage.ResidualMlp(16, 32, 1, dropout),
            new TowerStage.MeanPooling());
    return new Recipe(
        3,
        16,
        new Recipe.Side(
            List.of(new Recipe.Input("visual", List.of("frames"), 8, augmentations, tower)),
            new Fusion.Single()),
        new Recipe.Side(
            List.of(new Recipe.Input("words", List.of("words"), 8, List.of(), tower)),
            new Fusion.Single()),
        loss,
        new Recipe.Temperature(0.07, 0, true),
        captions,
        new Recipe.Schedule(12, 32, chunk, 5e-3, 0.01, 1, 5),
        new AdamWConfig(0.01, 0.9, 0.999, 1e-8, 1, 0.9),
        Optional.of(new Recipe.Stopping("R@1", 2, 10)),
        Recipe.Weights.SINGLE);
  }
}
