package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reelspace.train.loss.SimilarityScale;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.Modality;
import io.reelspace.train.tower.TowerStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the slope between two nearby forward passes. */
class TowerGradientTest {

  private static final int DIMENSION = 8;

  @ParameterizedTest
  @MethodSource("io.reelspace.train.TowerExportTest#towers")
  void everyParameterOfATowerHasTheGradientOfItsSlope(List<TowerStage> tower) {
    assertSlopes(List.of(new Modality("visual", 12, tower)), new Fusion.Single());
  }

  @ParameterizedTest
  @MethodSource("io.reelspace.train.TowerExportTest#fusions")
  void everyParameterOfAFusionHasTheGradientOfItsSlope(Fusion fusion) {
    List<TowerStage> stages =
        List.of(new TowerStage.Linear(DIMENSION), new TowerStage.MeanPooling());
    assertSlopes(
        List.of(
            new Modality("visual", 12, stages),
            new Modality("audio", 5, stages),
            new Modality("speech", 3, stages)),
        fusion);
  }

  private static void assertSlopes(List<Modality> modalities, Fusion fusion) {
    EmbeddingNetwork network = new EmbeddingNetwork(modalities, fusion, DIMENSION);
    EmbeddingNetwork other =
        new EmbeddingNetwork(
            List.of(
                new Modality(
                    "words",
                    4,
                    List.of(new TowerStage.Linear(DIMENSION), new TowerStage.MeanPooling()))),
            new Fusion.Single(),
            DIMENSION);
    try (DualEncoder encoder =
        new DualEncoder(network, other, new SimilarityScale(14, 0, true), 5)) {
      TowerExportTest.spread(encoder);
      if (learned(encoder).isEmpty()) {
        return; // a tower of fixed parts alone
      }
      NDManager manager = encoder.manager();
      NDList inputs = inputs(manager, modalities);
      NDArray direction = manager.randomNormal(new Shape(4, DIMENSION));
      try (GradientCollector gradients = DualEncoder.engine().newGradientCollector()) {
        gradients.backward(objective(encoder, inputs, direction));
      }
      for (Map.Entry<String, Parameter> entry : learned(encoder)) {
        assertSlope(entry.getKey(), entry.getValue(), encoder, inputs, direction);
      }
    }
  }

  private static List<Map.Entry<String, Parameter>> learned(DualEncoder encoder) {
    return encoder.parameters().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("video.") && entry.getValue().requiresGradient())
        .toList();
  }

  private static void assertSlope(
      String name, Parameter parameter, DualEncoder encoder, NDList inputs, NDArray direction) {
    float[] start = parameter.getArray().toFloatArray();
    float[] gradient = parameter.getArray().getGradient().toFloatArray();
    float step = 2e-3f;
    for (int i = 0; i < start.length; i += 1 + start.length / 3) {
      double above = moved(parameter, start, i, step, encoder, inputs, direction);
      double below = moved(parameter, start, i, -step, encoder, inputs, direction);
      parameter.getArray().set(start);
      double slope = (above - below) / (2 * step);
      assertEquals(slope, gradient[i], 2e-3 + 0.02 * Math.abs(slope), name + "[" + i + "]");
    }
  }

  private static double moved(
      Parameter parameter,
      float[] start,
      int index,
      float step,
      DualEncoder encoder,
      NDList inputs,
      NDArray direction) {
    float[] values = start.clone();
    values[index] += step;
    parameter.getArray().set(values);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return objective(encoder, inputs, direction).getFloat();
    }
  }

  private static NDArray objective(DualEncoder encoder, NDList inputs, NDArray direction) {
    return encoder.embed(encoder.videos(), inputs, false).mul(direction).sum();
  }

  /** Four sequences of up to five steps, of all lengths. */
  private static NDList inputs(NDManager manager, List<Modality> modalities) {
    NDList inputs = new NDList();
    for (Modality modality : modalities) {
      inputs.add(manager.randomNormal(new Shape(4, 5, modality.channels())));
      inputs.add(
          manager.create(
              new float[][] {{1, 1, 1, 1, 1}, {1, 0, 0, 0, 0}, {1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}}));
    }
    return inputs;
  }
}
