package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.loss.SimilarityScale;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.Modality;
import io.reelspace.train.tower.TowerStage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is ONNX Runtime, which shares no code with PyTorch. */
class TowerExportTest {

  private static final int CHANNELS = 12;
  private static final int DIMENSION = 8;
  private static final TowerStage MEAN = new TowerStage.MeanPooling();
  private static final TowerStage TO_SPACE = new TowerStage.Linear(DIMENSION);

  static Stream<Named<List<TowerStage>>> towers() {
    return Map.<String, List<TowerStage>>ofEntries(
            Map.entry("linear", List.of(TO_SPACE, MEAN)),
            Map.entry(
                "residual MLP", List.of(MEAN, new TowerStage.ResidualMlp(DIMENSION, 20, 2, 0.4))),
            Map.entry(
                "raw stages",
                List.of(
                    new TowerStage.Power(
                        List.of(
                            new TowerStage.Power.Range(5, 0.5),
                            new TowerStage.Power.Range(7, 0.25))),
                    new TowerStage.Standardise(0),
                    new TowerStage.Dropout(0.1),
                    TO_SPACE,
                    new TowerStage.LayerNormalisation(),
                    MEAN)),
            Map.entry(
                "untrained stages",
                List.of(
                    new TowerStage.Select(
                        List.of(new TowerStage.Channels(0, 3), new TowerStage.Channels(4, 8))),
                    new TowerStage.Softmax(
                        List.of(new TowerStage.Channels(2, 4), new TowerStage.Channels(6, 4))),
                    new TowerStage.Standardise(0.02),
                    new TowerStage.Clamp(0.5),
                    new TowerStage.Canonical(7, 1, 0.75),
                    TO_SPACE,
                    new TowerStage.Gelu(),
                    new TowerStage.FeedForward(6, 0.3),
                    new TowerStage.Residual(5, 0.3),
                    new TowerStage.Normalise(2),
                    MEAN)),
            Map.entry(
                "class names",
                List.of(
                    new TowerStage.ClassNames(
                        List.of(new TowerStage.Channels(0, 4), new TowerStage.Channels(4, 4)),
                        List.of(new TowerStage.Channels(8, 4)),
                        0.2,
                        3,
                        new TowerStage.Naming(List.of("words"), 1),
                        DIMENSION,
                        2),
                    new TowerStage.Centre(new TowerStage.Naming(List.of("words"), 0.5)),
                    MEAN)),
            Map.entry("maximum", List.of(TO_SPACE, new TowerStage.MaxPooling())),
            Map.entry("attention pooling", List.of(TO_SPACE, new TowerStage.AttentionPooling(4))),
            Map.entry(
                "LSTM",
                List.of(new TowerStage.Lstm(DIMENSION, 1, false, 0), new TowerStage.LastPooling())),
            Map.entry(
                "LSTM both ways", List.of(new TowerStage.Lstm(DIMENSION / 2, 2, true, 0.2), MEAN)),
            Map.entry(
                "GRU",
                List.of(
                    new TowerStage.Gru(DIMENSION, 2, false, 0.1), new TowerStage.LastPooling())),
            Map.entry(
                "GRU both ways", List.of(new TowerStage.Gru(DIMENSION / 2, 1, true, 0), MEAN)),
            Map.entry(
                "transformer",
                List.of(TO_SPACE, new TowerStage.Transformer(2, 2, 16, 0.1, true), MEAN)),
            Map.entry(
                "NetVLAD",
                List.of(new TowerStage.Normalise(1), new TowerStage.NetVlad(3, DIMENSION))))
        .entrySet()
        .stream()
        .map(entry -> Named.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("towers")
  void everyTowerIsTheSameInOnnxRuntime(List<TowerStage> tower) {
    assertSame(List.of(new Modality("visual", CHANNELS, tower)), new Fusion.Single());
  }

  static Stream<Fusion> fusions() {
    return Stream.of(
        new Fusion.WeightedMean(List.of(0.5, 0.2, 0.3), false),
        new Fusion.WeightedMean(List.of(), true),
        new Fusion.Concatenation(),
        new Fusion.GatedEmbeddings(),
        new Fusion.TokenAttention(2, 0.1));
  }

  @ParameterizedTest
  @MethodSource("fusions")
  void everyFusionIsTheSameInOnnxRuntime(Fusion fusion) {
    List<TowerStage> stages = List.of(TO_SPACE, MEAN);
    assertSame(
        List.of(
            new Modality("visual", CHANNELS, stages),
            new Modality("audio", 5, List.of(new TowerStage.Gru(DIMENSION, 1, false, 0), MEAN)),
            new Modality("speech", 3, stages)),
        fusion);
  }

  @Test
  void halvesKeepTheCosineOfEachModalityByItsWeight() {
    List<TowerStage> stages = List.of(TO_SPACE, MEAN);
    List<Modality> modalities =
        List.of(new Modality("visual", CHANNELS, stages), new Modality("concept", 5, stages));
    assertSame(modalities, new Fusion.Halves(List.of(0.7, 0.3)), 2 * DIMENSION);
  }

  private static void assertSame(List<Modality> modalities, Fusion fusion) {
    assertSame(modalities, fusion, DIMENSION);
  }

  private static void assertSame(List<Modality> modalities, Fusion fusion, int dimension) {
    try (DualEncoder encoder = encoder(modalities, fusion, dimension)) {
      spread(encoder);
      byte[] model = encoder.videos().toOnnx("video");
      double difference =
          TowerExport.difference(encoder.manager(), encoder.store(), encoder.videos(), model);
      assertTrue(difference < 1e-5, "differs by " + difference);
      assertEquals(model.length, encoder.videos().toOnnx("video").length);
    }
  }

  private static DualEncoder encoder(List<Modality> modalities, Fusion fusion, int dimension) {
    Modality text = new Modality("words", 4, List.of(TO_SPACE, MEAN));
    return new DualEncoder(
        new EmbeddingNetwork(modalities, fusion, dimension),
        new EmbeddingNetwork(List.of(text), new Fusion.Single(), DIMENSION),
        new SimilarityScale(14, 0, true),
        5);
  }

  /** Moves every parameter off its start, so that no zero or one hides a difference. */
  static void spread(DualEncoder encoder) {
    for (Parameter parameter : encoder.parameters().values()) {
      NDArray value = parameter.getArray();
      NDArray noise = encoder.manager().randomUniform(0.05f, 0.25f, value.getShape());
      float[] moved = value.add(noise).toFloatArray();
      value.set(moved);
    }
  }
}
