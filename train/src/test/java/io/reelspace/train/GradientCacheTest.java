package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.loss.SigmoidLoss;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The oracle is the gradient of the whole batch at once. */
class GradientCacheTest {

  private final PairedFeatures data = Toy.features(50, 9);
  private float loss;

  @Test
  void theGradientInPiecesIsThatOfTheWholeBatch() {
    for (Loss loss : List.of(new InfoNce(0), new SigmoidLoss())) {
      Map<String, float[]> whole = gradients(loss, 0, 1000);
      float wholeLoss = this.loss;
      for (int chunk : new int[] {50, 16, 7, 1}) {
        Map<String, float[]> pieces = gradients(loss, 0, chunk);
        assertEquals(wholeLoss, this.loss, 1e-5);
        whole.forEach(
            (name, gradient) -> assertArrayEquals(gradient, pieces.get(name), 1e-5f, name));
      }
    }
  }

  @Test
  void theSecondPassDropsWhatTheFirstDropped() {
    // Slopes of the cached loss: the same seed drops the same, so the loss is a plain function of
    // the weights, and its slope is the cached gradient only if both passes drop alike.
    Recipe recipe = Toy.recipe(new InfoNce(0), new Recipe.Captions.Sampled(1), 0.5, 16, List.of());
    SideReader videos = new SideReader("video", recipe.video(), data.videos(), recipe.seed());
    SideReader texts = new SideReader("text", recipe.text(), data.texts(), recipe.seed());
    try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts)) {
      TrainingStep step = new TrainingStep(encoder, data, videos, texts, recipe, Optional.empty());
      run(step);
      Parameter weight = encoder.parameters().get("text.01words_02stage_01projection_weight");
      float[] gradient = weight.getArray().getGradient().toFloatArray();
      FloatBuffer values = new HostParameter(weight).weights();
      for (int i = 0; i < gradient.length; i += 37) {
        float start = values.get(i);
        values.put(i, start + 0.01f);
        double above = run(step);
        values.put(i, start - 0.01f);
        double below = run(step);
        values.put(i, start);
        assertEquals((above - below) / 0.02, gradient[i], 2e-3);
      }
    }
  }

  private double run(TrainingStep step) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return step.run(batch(50), 4, 0);
    }
  }

  private static PairBatch batch(int rows) {
    int[] video = IntStream.range(0, rows).toArray();
    int[] caption = IntStream.range(0, rows).map(i -> 2 * i).toArray();
    return new PairBatch(video, caption, true);
  }

  private Map<String, float[]> gradients(Loss loss, double dropout, int chunk) {
    Recipe recipe = Toy.recipe(loss, new Recipe.Captions.Sampled(1), dropout, chunk, List.of());
    SideReader videos = new SideReader("video", recipe.video(), data.videos(), recipe.seed());
    SideReader texts = new SideReader("text", recipe.text(), data.texts(), recipe.seed());
    try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts);
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      TrainingStep step = new TrainingStep(encoder, data, videos, texts, recipe, Optional.empty());
      this.loss = step.run(batch(50), 4, 0);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (Map.Entry<String, Parameter> entry : encoder.parameters().entrySet()) {
        if (entry.getValue().requiresGradient()) {
          gradients.put(entry.getKey(), entry.getValue().getArray().getGradient().toFloatArray());
        }
      }
      return gradients;
    }
  }
}
