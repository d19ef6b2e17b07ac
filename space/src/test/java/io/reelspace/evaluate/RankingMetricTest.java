package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.RankingMetric.AveragePrecision;
import io.reelspace.evaluate.RankingMetric.AveragePrecisionAt;
import io.reelspace.evaluate.RankingMetric.MeanRank;
import io.reelspace.evaluate.RankingMetric.MedianRank;
import io.reelspace.evaluate.RankingMetric.NdcgAt;
import io.reelspace.evaluate.RankingMetric.RecallAt;
import io.reelspace.evaluate.RankingMetric.ReciprocalRank;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingMetricTest {

  @ParameterizedTest
  @ValueSource(strings = {"ranking-one.json", "ranking-several.json"})
  void agreesWithRanxOnEveryQueryDespiteTies(String file) {
    Fixture fixture = Fixture.read(file);
    float[][] scores = fixture.matrix("sixteenths");
    int[][] relevant = fixture.lists("relevant");
    Ranks ranks = Ranks.of(Similarity.of(scores), Relevance.of(relevant, scores[0].length));

    assertTrue(ranks.queriesWithTies() > 5, "the fixture has ties");
    for (RankingMetric metric :
        List.of(
            new RecallAt(1),
            new RecallAt(5),
            new RecallAt(10),
            new ReciprocalRank(),
            new AveragePrecision(),
            new AveragePrecisionAt(10),
            new NdcgAt(10))) {
      assertArrayEquals(
          fixture.at("metrics").numbers(metric.name()),
          metric.perQuery(ranks),
          1e-12,
          metric.name());
    }
    assertEquals(fixture.number("MdR"), new MedianRank().over(ranks));
    assertEquals(fixture.number("MnR"), new MeanRank().over(ranks), 1e-12);
  }

  @Test
  void countsTiesAgainstTheSpace() {
    float[][] collapsed = new float[3][100];
    Ranks ranks =
        Ranks.of(Similarity.of(collapsed), Relevance.onePerQuery(new int[] {0, 50, 99}, 100));
    assertEquals(100, ranks.best(0));
    assertEquals(100, ranks.best(1));
    assertEquals(100, ranks.best(2));
    assertEquals(3, ranks.queriesWithTies());
    assertEquals(0, new RecallAt(50).over(ranks));
  }

  @Test
  void rightCandidatesOfEqualScoreTakeConsecutiveRanks() {
    float[][] scores = {{.5f, .9f, .5f, .5f, .1f}};
    Ranks ranks = Ranks.of(Similarity.of(scores), Relevance.of(new int[][] {{0, 2, 4}}, 5));
    // .9 wrong, .5 wrong, .5 right, .5 right, .1 right
    assertArrayEquals(new int[] {3, 4, 5}, ranks.of(0));
    assertEquals((1 / 3.0 + 2 / 4.0 + 3 / 5.0) / 3, new AveragePrecision().over(ranks), 1e-12);
  }

  @Test
  void leavesOutQueriesWithoutARightCandidate() {
    float[][] scores = {{1, 0}, {0, 1}};
    Ranks ranks = Ranks.of(Similarity.of(scores), Relevance.of(new int[][] {{0}, {}}, 2));
    assertEquals(1, new RecallAt(1).over(ranks));
    assertEquals(1, new RecallAt(1).perQuery(ranks).length);
  }

  @Test
  void refusesScoresThatAreNotNumbers() {
    Relevance relevance = Relevance.onePerQuery(new int[] {0}, 2);
    float[][] scores = {{.5f, Float.NaN}};
    BadInputException refused = assertThrows(BadInputException.class, () -> Similarity.of(scores));
    assertTrue(refused.getMessage().contains("Row 0"), refused.getMessage());
    assertThrows(
        BadInputException.class,
        () ->
            Ranks.of(
                new AdjustedRows(Similarity.of(new float[1][2]), RankingMetricTest::spoil),
                relevance));
  }

  private static void spoil(float[] row, int offset) {
    row[offset + 1] = Float.NaN;
  }

  @Test
  void refusesCandidatesThatDoNotExist() {
    assertThrows(BadInputException.class, () -> Relevance.onePerQuery(new int[] {0, 3}, 3));
    assertThrows(BadInputException.class, () -> Relevance.of(new int[][] {{1, 1}}, 3));
  }

  @Test
  void turnsRelevanceAround() {
    Relevance captions = Relevance.onePerQuery(new int[] {2, 0, 2, 0, 2}, 4);
    Relevance videos = captions.inverse();
    assertEquals(4, videos.queries());
    assertEquals(5, videos.candidates());
    assertArrayEquals(new int[] {1, 3}, videos.of(0));
    assertArrayEquals(new int[] {}, videos.of(1));
    assertArrayEquals(new int[] {0, 2, 4}, videos.of(2));
    assertArrayEquals(new int[] {2}, videos.inverse().of(4));
  }
}
