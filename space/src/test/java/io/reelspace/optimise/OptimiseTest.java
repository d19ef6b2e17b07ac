package io.reelspace.optimise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.PrincipalComponents;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.RowScores;
import io.reelspace.evaluate.Similarity;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against NumPy and brute force; the fixture comes from {@code tools/optimise/fixture.py}. */
class OptimiseTest {

  private static JsonNode expected;
  private static float[][] trainTexts;
  private static float[][] trainMedia;
  private static float[][] texts;
  private static float[][] media;
  private static Relevance relevance;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = OptimiseTest.class.getResourceAsStream("/optimise/reduction.json")) {
      expected = new ObjectMapper().readTree(in);
    }
    trainTexts = matrix("trainTexts");
    trainMedia = matrix("trainMedia");
    texts = matrix("texts");
    media = matrix("media");
    int captions = expected.get("captions").asInt();
    int[] right = IntStream.range(0, texts.length).map(i -> i / captions).toArray();
    relevance = Relevance.onePerQuery(right, media.length);
  }

  private static float[][] matrix(String field) {
    return matrix(expected.required(field));
  }

  private static float[][] matrix(JsonNode rows) {
    float[][] matrix = new float[rows.size()][rows.get(0).size()];
    for (int r = 0; r < matrix.length; r++) {
      for (int c = 0; c < matrix[r].length; c++) {
        matrix[r][c] = (float) rows.get(r).get(c).asDouble();
      }
    }
    return matrix;
  }

  private static double[] numbers(String field) {
    return numbers(expected.required(field));
  }

  private static double[] numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }

  private static double recall(RowScores scores, int k) {
    return new RankingMetric.RecallAt(k).over(Ranks.of(scores, relevance));
  }

  private static void assertSimilarities(String field, Reduction reduction) {
    Similarity scores = Similarity.dot(reduction.texts(texts), reduction.media(media));
    float[][] wanted = matrix(field);
    float[] row = new float[media.length];
    for (int r = 0; r < wanted.length; r++) {
      scores.rows(r, 1, row);
      assertArrayEquals(wanted[r], row, 2e-5f);
    }
  }

  @Test
  void principalComponentsAreThoseOfNumPy() {
    PrincipalComponents components = PrincipalComponents.of(trainMedia);
    assertArrayEquals(numbers("mediaVariances"), components.variances(), 1e-7);
    double[] axis = numbers("mediaFirstAxis");
    double sign =
        IntStream.range(0, axis.length).mapToDouble(i -> axis[i] * components.axes()[0][i]).sum();
    assertEquals(1, Math.abs(sign), 1e-6);
  }

  @Test
  void centresAreFittedForEachModalityAndAxesForBothAlike() {
    Reduction.Fit fit = Reduction.Fit.on(trainTexts, trainMedia, false);
    float[] centre = fit.textCentre();
    double[] doubles = IntStream.range(0, centre.length).mapToDouble(i -> centre[i]).toArray();
    assertArrayEquals(numbers("textCentre"), doubles, 1e-6);
    double[] shares = numbers("shares");
    for (int axis = 0; axis < shares.length; axis++) {
      assertEquals(shares[axis], fit.components().share(axis), 1e-6);
    }
    assertEquals(shares.length, fit.mostDimensions());
  }

  @Test
  void reducedSimilaritiesAreThoseOfNumPy() {
    int kept = expected.get("kept").asInt();
    assertSimilarities("similarities", Reduction.Fit.on(trainTexts, trainMedia, false).to(kept));
    assertSimilarities("whitened", Reduction.Fit.on(trainTexts, trainMedia, true).to(kept));
  }

  @Test
  void tooFewTrainingEmbeddingsAreRefused() {
    float[][] one = {trainMedia[0]};
    assertThrows(BadInputException.class, () -> Reduction.Fit.on(trainTexts, one, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4, 1})
  void roundedValuesAndTheirRecallAreThoseOfBruteForce(int bits) {
    JsonNode wanted = expected.get("quantised").get(String.valueOf(bits));
    Quantiser quantiser = Quantiser.fit(bits, trainMedia);
    assertEquals(wanted.get("highest").asDouble(), quantiser.highest(), 1e-7);
    float[][] rounded = quantiser.rounded(media);
    for (int r = 0; r < 2; r++) {
      assertArrayEquals(matrix(wanted.get("first"))[r], rounded[r], 1e-6f);
    }
    RowScores scores = Similarity.dot(texts, rounded);
    double[] recall = numbers(wanted.get("recall"));
    assertEquals(recall[0], recall(scores, 1), 1e-9);
    assertEquals(recall[1], recall(scores, 10), 1e-9);
    RowScores rescored = new Rescored(scores, Similarity.dot(texts, media), 10);
    double[] again = numbers(wanted.get("rescored"));
    assertEquals(again[0], recall(rescored, 1), 1e-9);
    assertEquals(again[1], recall(rescored, 10), 1e-9);
  }

  @Test
  void theSweepMeasuresTheSpaceAsItIsAndEachSmallerForm() {
    Sweep sweep = sweep();
    double[] all = numbers("recall");
    assertEquals(all[0], sweep.baseline().recallAt1(), 1e-9);
    assertEquals(all[1], sweep.baseline().recallAt10(), 1e-9);
    int kept = expected.get("kept").asInt();
    Sweep.Option reduced =
        sweep.options().stream()
            .filter(o -> o.dimension() == kept && o.precision() == Precision.FLOAT32)
            .findFirst()
            .orElseThrow();
    double[] recall = numbers("reducedRecall");
    assertEquals(recall[0], reduced.recallAt1(), 1e-9);
    assertEquals(recall[1], reduced.recallAt10(), 1e-9);
    assertEquals(4 * kept, reduced.bytes());
  }

  private static Sweep sweep() {
    return Sweep.of(
        Reduction.Fit.on(trainTexts, trainMedia, false),
        trainMedia,
        new Sweep.Measured(texts, media, relevance),
        List.of(12, 5, 2));
  }

  @Test
  void theSmallestWithinTheLossIsPickedAndNoSmallerOneKeepsIt() {
    Sweep sweep = sweep();
    Sweep.Option chosen = sweep.smallest(0.05, 1000, Precision.all()).orElseThrow();
    assertTrue(sweep.keeps(chosen, 0.05));
    sweep.options().stream()
        .filter(option -> option.bytes() < chosen.bytes())
        .forEach(smaller -> assertTrue(!sweep.keeps(smaller, 0.05), smaller.toString()));
    assertTrue(sweep.smallest(0.0, 1, List.of(Precision.FLOAT32)).isEmpty());
    Sweep.Option whole = sweep.smallest(1, 1000, List.of(Precision.FLOAT32)).orElseThrow();
    assertEquals(
        new Sweep.Option(2, Precision.FLOAT32, 8, whole.recallAt1(), whole.recallAt10()), whole);
  }

  @Test
  void bytesAreThoseOfTheBits() {
    assertEquals(1024, Precision.FLOAT32.bytes(256));
    assertEquals(256, Precision.BITS_8.bytes(256));
    assertEquals(128, Precision.BITS_4.bytes(256));
    assertEquals(7, Precision.BITS_1.bytes(50));
  }
}
