package io.reelspace.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is tools/losses/fixture.py, and small cases worked out by hand. */
class LossTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> fixtures() throws IOException {
    List<Arguments> all = new ArrayList<>();
    try (InputStream in = LossTest.class.getResourceAsStream("losses.json")) {
      for (JsonNode one : new ObjectMapper().readTree(Objects.requireNonNull(in))) {
        for (String loss : (Iterable<String>) () -> one.get("losses").fieldNames()) {
          all.add(Arguments.of(one.get("name").asText(), loss, one));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("fixtures")
  void lossAndGradientsAreThoseOfPyTorchInPython(String name, String kind, JsonNode fixture) {
    JsonNode expected = fixture.get("losses").get(kind);
    int dimension = fixture.get("dimension").asInt();
    NDArray videos = leaf(floats(fixture.get("videos")), dimension);
    NDArray texts = leaf(floats(fixture.get("texts")), dimension);
    NDArray positive = positive(fixture, (int) videos.getShape().get(0));
    boolean paired = positive.getShape().get(0) == positive.getShape().get(1);
    double value;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      EmbeddedBatch batch =
          new EmbeddedBatch(
              videos.normalize(2, 1),
              texts.normalize(2, 1),
              paired ? Optional.empty() : Optional.of(positive),
              manager.create(new float[] {(float) fixture.get("scale").asDouble()}),
              manager.create(new float[] {(float) fixture.get("bias").asDouble()}));
      NDArray loss;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        loss = loss(kind, dimension).evaluate(batch);
        NDScope.unregister(loss);
      }
      value = loss.getFloat();
      FreedMemory.reuse(); // the backward pass needs none of it
      gradients.backward(loss);
    }
    assertEquals(expected.get("loss").asDouble(), value, 2e-6);
    float[] byVideo = videos.getGradient().toFloatArray();
    float[] byText = texts.getGradient().toFloatArray();
    assertArrayEquals(floats(expected.get("videoGradient")), byVideo, 5e-6f);
    assertArrayEquals(floats(expected.get("textGradient")), byText, 5e-6f);
  }

  private static Loss loss(String kind, int dimension) {
    return switch (kind) {
      case "info-nce" -> new InfoNce(0);
      case "info-nce-smoothed" -> new InfoNce(0.1);
      case "sigmoid" -> new SigmoidLoss();
      case "contrastive" -> new Contrastive(1.2);
      case "triplet-hardest" -> new TripletMargin(0.3, TripletMargin.Negatives.HARDEST);
      case "triplet-semi-hard" -> new TripletMargin(0.3, TripletMargin.Negatives.SEMI_HARD);
      case "mil-nce" -> new MilNce();
      case "matryoshka-info-nce" ->
          new Matryoshka(
              new InfoNce(0),
              List.of(new Matryoshka.Prefix(2, 0.5), new Matryoshka.Prefix(dimension, 1)));
      default -> throw new AssertionError(kind);
    };
  }

  @Test
  void infoNceOfTwoOrthogonalPairsByHand() {
    // cosines are the identity, scale 2: every term is log(1 + exp(0 - 2))
    assertEquals(Math.log1p(Math.exp(-2)), byHand(new InfoNce(0), 2, 0), 1e-6);
  }

  @Test
  void sigmoidOfTwoOrthogonalPairsByHand() {
    // logits 2 - 1 = 1 on the diagonal, -1 beside it: two terms of log(1 + e^-1) a video
    assertEquals(2 * Math.log1p(Math.exp(-1)), byHand(new SigmoidLoss(), 2, -1), 1e-6);
  }

  @Test
  void contrastiveOfTwoOrthogonalPairsByHand() {
    // positives at distance 0, negatives at sqrt 2: (2 - sqrt 2)^2 / 2
    double gap = 2 - Math.sqrt(2);
    assertEquals(gap * gap / 2, byHand(new Contrastive(2), 1, 0), 1e-6);
  }

  @Test
  void tripletOfTwoOrthogonalPairsByHand() {
    // 1.5 - 1 + 0 = 0.5 from each side, whichever way the only negative is found
    for (TripletMargin.Negatives negatives : TripletMargin.Negatives.values()) {
      assertEquals(1.0, byHand(new TripletMargin(1.5, negatives), 1, 0), 1e-6);
    }
  }

  @Test
  void milNceOfTwoOrthogonalPairsByHand() {
    // exp 2 against two negatives of exp 0: one text and one clip
    assertEquals(Math.log1p(2 * Math.exp(-2)), byHand(new MilNce(), 2, 0), 1e-6);
  }

  @Test
  void aRandomNegativeIsNeverACaptionOfTheSameVideo() {
    Engine.getInstance().setRandomSeed(4);
    NDArray video = manager.eye(2);
    // texts: two of video 0, one of video 1; a positive taken for a negative would cost the margin
    NDArray texts = manager.create(new float[][] {{1, 0}, {1, 0}, {0, 1}});
    NDArray positive = manager.create(new float[][] {{1, 1, 0}, {0, 0, 1}});
    EmbeddedBatch batch = batch(video, texts, positive, false, 1, 0);
    TripletMargin loss = new TripletMargin(0.5, TripletMargin.Negatives.RANDOM);
    for (int i = 0; i < 50; i++) {
      assertEquals(0f, loss.evaluate(batch).getFloat());
    }
  }

  @Test
  void aBatchOfOneVideoHasFiniteLosses() {
    NDArray one = manager.ones(new Shape(1, 1));
    EmbeddedBatch batch = batch(one, one, one, true, 5, 0);
    for (String kind : List.of("info-nce", "triplet-hardest", "triplet-semi-hard", "mil-nce")) {
      float value = loss(kind, 1).evaluate(batch).getFloat();
      assertTrue(Float.isFinite(value), kind + " is " + value);
    }
  }

  private double byHand(Loss loss, float scale, float bias) {
    NDArray eye = manager.eye(2);
    double masked = loss.evaluate(batch(eye, eye, eye, false, scale, bias)).getFloat();
    double paired = loss.evaluate(batch(eye, eye, eye, true, scale, bias)).getFloat();
    assertEquals(masked, paired, 1e-6);
    return masked;
  }

  private EmbeddedBatch batch(
      NDArray videos, NDArray texts, NDArray positive, boolean paired, float scale, float bias) {
    return new EmbeddedBatch(
        videos,
        texts,
        paired ? Optional.empty() : Optional.of(positive),
        manager.create(new float[] {scale}),
        manager.create(new float[] {bias}));
  }

  private NDArray leaf(float[] values, int dimension) {
    NDArray array = manager.create(values, new Shape(values.length / dimension, dimension));
    array.setRequiresGradient(true);
    return array;
  }

  private NDArray positive(JsonNode fixture, int videos) {
    JsonNode owners = fixture.get("owners");
    float[][] positive = new float[videos][owners.size()];
    for (int text = 0; text < owners.size(); text++) {
      positive[owners.get(text).asInt()][text] = 1;
    }
    return manager.create(positive);
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }
}
