package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.RankingMetric.MedianRank;
import io.reelspace.evaluate.RankingMetric.RecallAt;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bootstrap and permutation test against SciPy's; see {@code tools/evaluate/fixtures.py}. */
class StatisticsTest {

  private static final RankingMetric METRIC = new RecallAt(5);
  private static final Bootstrap BOOTSTRAP = new Bootstrap(10_000, 1);

  @ParameterizedTest
  @ValueSource(strings = {"few", "many", "single"})
  void intervalsAreThoseOfScipy(String name) {
    Fixture fixture = Fixture.read("statistics.json").at(name);
    Estimate estimate = BOOTSTRAP.estimates(ranks(fixture, "first"), List.of(METRIC)).getFirst();
    assertEquals(fixture.number("R@5"), estimate.value(), 1e-12);
    // two samples of resamples differ by chance: at most by one query of the few
    double tolerance = name.equals("few") ? 1 / 33.0 + 1e-9 : 0.01;
    assertEquals(fixture.number("low"), estimate.low(), tolerance);
    assertEquals(fixture.number("high"), estimate.high(), tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"few", "many", "single"})
  void comparesTwoSpacesAsScipyDoes(String name) {
    Fixture fixture = Fixture.read("statistics.json").at(name);
    PairedComparison comparison =
        PairedComparison.of(METRIC, ranks(fixture, "first"), ranks(fixture, "second"), BOOTSTRAP);
    double tolerance = name.equals("few") ? 1 / 33.0 + 1e-9 : 0.008;
    assertEquals(fixture.number("difference"), comparison.difference().value(), 1e-12);
    assertEquals(fixture.number("pairedLow"), comparison.difference().low(), tolerance);
    assertEquals(fixture.number("pairedHigh"), comparison.difference().high(), tolerance);
    // 11 groups are enumerated by both; beyond that both sample
    assertEquals(fixture.number("p"), comparison.pValue(), name.equals("few") ? 1e-12 : 0.015);
    assertEquals(fixture.number("p") < 0.05, comparison.significant());
  }

  @Test
  void givesTheMedianAnInterval() {
    Fixture fixture = Fixture.read("statistics.json").at("single");
    Estimate estimate =
        BOOTSTRAP.estimates(ranks(fixture, "first"), List.of(new MedianRank())).getFirst();
    assertEquals(fixture.number("medianLow"), estimate.low());
    assertEquals(fixture.number("medianHigh"), estimate.high());
  }

  @Test
  void comparesMediansByTryingAllSwaps() {
    // three queries, ranks 1 2 3 against 5 6 7: only no swap and all swaps reach a difference of 4
    PairedComparison comparison =
        PairedComparison.of(
            new MedianRank(),
            ranks(new int[] {0, 1, 2}, new int[] {1, 2, 3}),
            ranks(new int[] {0, 1, 2}, new int[] {5, 6, 7}),
            BOOTSTRAP);
    assertEquals(4, comparison.difference().value());
    // swaps {2}: 1,2,7 against 5,6,3 is 2 to 5; {0}: 5,2,3 is 3 against 6; {1}: 3 against 5
    assertEquals(2 / 8.0, comparison.pValue());
  }

  @Test
  void isTheSameForTheSameSeedAndWiderForCaptionsOfOneVideo() {
    int[] owner = new int[400];
    int[] ranks = new int[400];
    for (int i = 0; i < owner.length; i++) {
      owner[i] = i / 5;
      ranks[i] = owner[i] % 2 == 0 ? 1 : 20; // captions of a video stand or fall together
    }
    int[] alone = new int[400];
    Arrays.setAll(alone, i -> i);
    Estimate together = BOOTSTRAP.estimates(ranks(owner, ranks), List.of(METRIC)).getFirst();
    Estimate apart = BOOTSTRAP.estimates(ranks(alone, ranks), List.of(METRIC)).getFirst();
    assertEquals(together, BOOTSTRAP.estimates(ranks(owner, ranks), List.of(METRIC)).getFirst());
    // binomial: 1.96 sqrt(.25 / 80) = .1096 each way, and .049 for 400 independent ones
    assertEquals(.2191, together.high() - together.low(), .02);
    assertEquals(.098, apart.high() - apart.low(), .01);
  }

  @Test
  void seesNoDifferenceBetweenASpaceAndItself() {
    Ranks ranks = ranks(Fixture.read("statistics.json").at("many"), "first");
    PairedComparison comparison = PairedComparison.of(METRIC, ranks, ranks, BOOTSTRAP);
    assertEquals(new Estimate(0, 0, 0), comparison.difference());
    assertEquals(1, comparison.pValue());
    assertFalse(comparison.significant());
  }

  @Test
  void refusesToCompareResultsOfOtherQueries() {
    assertThrows(
        BadInputException.class,
        () ->
            PairedComparison.of(
                METRIC,
                ranks(new int[] {0, 1}, new int[] {1, 1}),
                ranks(new int[] {0, 0}, new int[] {1, 1}),
                BOOTSTRAP));
  }

  private static Ranks ranks(Fixture fixture, String field) {
    int[] ranks = fixture.integers(field);
    assertTrue(ranks.length > 0);
    return ranks(fixture.integers("owner"), ranks);
  }

  /** Ranks as wished, by scores that put so many candidates before the right one. */
  private static Ranks ranks(int[] owner, int[] wished) {
    int candidates =
        1
            + Math.max(
                Arrays.stream(owner).max().orElseThrow(),
                Arrays.stream(wished).max().orElseThrow());
    float[][] scores = new float[owner.length][candidates];
    for (int q = 0; q < owner.length; q++) {
      scores[q][owner[q]] = .5f;
      for (int c = 0, before = 1; before < wished[q]; c++) {
        if (c != owner[q]) {
          scores[q][c] = 1;
          before++;
        }
      }
    }
    return Ranks.of(Similarity.of(scores), Relevance.onePerQuery(owner, candidates));
  }
}
