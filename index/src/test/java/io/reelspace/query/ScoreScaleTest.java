package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.SimilarityDistribution;
import io.reelspace.query.ScoreScale.Kind;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.ScoreCalibration.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreScaleTest {

  private static final Optional<ScoreCalibration> SPACE =
      Optional.of(
          new ScoreCalibration(
              new Spread(0, 0.0775), new Spread(0.0216, 0.0911), 2.114, 2.065, 0.2));

  @Test
  void anEmptyIndexHasTheScaleOfQueriesInGeneral() {
    ScoreScale scale = ScoreScale.of(SPACE, Kind.PICTURE, new SimilarityDistribution(0, 0, 0));
    assertEquals(0.0216, scale.mean(), 1e-12);
    assertEquals(0.0911, scale.deviation(), 1e-12);
  }

  /** As if the index's similarities and 500 of queries in general lay in one list. */
  @Test
  void meanAndDeviationAreThoseOfAllTogether() {
    Random random = new Random(5);
    List<Double> index = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      index.add(0.3 + 0.2 * random.nextGaussian());
    }
    double mean = mean(index);
    double variance = mean(index.stream().map(x -> (x - mean) * (x - mean)).toList());
    List<Double> all = new ArrayList<>(index);
    for (int i = 0; i < 500; i++) { // half a deviation to each side
      all.add(i % 2 == 0 ? 0.0775 : -0.0775);
    }
    double expected = mean(all);
    ScoreScale scale =
        ScoreScale.of(SPACE, Kind.TEXT, new SimilarityDistribution(120, mean, variance));
    assertEquals(expected, scale.mean(), 1e-12);
    assertEquals(
        Math.sqrt(mean(all.stream().map(x -> (x - expected) * (x - expected)).toList())),
        scale.deviation(),
        1e-12);
  }

  /** Such a space may lie anywhere: here all similarities are high. */
  @Test
  void whereNothingIsKnownOfASpaceItsIndexAloneIsTheMeasure() {
    SimilarityDistribution high = new SimilarityDistribution(300, 0.81, 0.02 * 0.02);
    ScoreScale scale = ScoreScale.of(Optional.empty(), Kind.TEXT, high);
    assertEquals(0.5, scale.score(0.85), 1e-12); // two deviations above the mean
    assertTrue(scale.score(0.81) < 0.05);
    assertTrue(scale.score(0.9) > 0.99);
    ScoreScale nothing =
        ScoreScale.of(Optional.empty(), Kind.TEXT, new SimilarityDistribution(0, 0, 0));
    ScoreScale one =
        ScoreScale.of(Optional.empty(), Kind.TEXT, new SimilarityDistribution(1, 0.3, 0));
    for (ScoreScale small : List.of(nothing, one)) {
      assertTrue(small.score(0.4) > small.score(0.2));
      assertEquals(0.5, small.score(0.2), 1e-12);
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(x -> x).average().orElseThrow();
  }

  @Test
  void scoresRiseWithSimilarityAndComeBackFromIt() {
    ScoreScale scale = new ScoreScale(0.02, 0.08, 2.114, 2.065);
    assertEquals(0.5, scale.score(0.02 + 0.08 * 2.114), 1e-12);
    double before = 0;
    for (double similarity = -1; similarity <= 1; similarity += 0.01) {
      double score = scale.score(similarity);
      assertTrue(score > before && score < 1);
      before = score;
    }
    for (double score : new double[] {0.01, 0.2, 0.5, 0.9, 0.999}) {
      assertEquals(score, scale.score(scale.similarity(score)), 1e-12);
    }
    assertEquals(-1, scale.similarity(0));
    assertEquals(-1, scale.similarity(-1));
    assertEquals(Double.POSITIVE_INFINITY, scale.similarity(1));
  }
}
