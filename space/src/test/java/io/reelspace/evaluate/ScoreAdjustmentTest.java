package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelspace.error.BadInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the formulas on whole matrices in NumPy; see {@code tools/evaluate/fixtures.py}. */
class ScoreAdjustmentTest {

  private final Fixture fixture = Fixture.read("adjustments.json");
  private final Similarity scores = Similarity.of(fixture.matrix("scores"));
  private final Similarity bank = Similarity.of(fixture.matrix("bank"));
  private final Relevance relevance =
      Relevance.onePerQuery(fixture.integers("relevant"), scores.candidates());

  @Test
  void dualSoftmaxRanksAsItsFormula() {
    assertRanks("raw", scores);
    assertRanks("dualSoftmax30", new DualSoftmax(30).adjust(scores));
  }

  @Test
  void queryBankNormalisationRanksAsItsFormula() {
    assertRanks("qbNorm20", new QueryBankNormalization(bank, 20).adjust(scores));
  }

  @Test
  void dualSoftmaxDoesNotTieWhatUnderflows() {
    // exp(1000 * -1.9) is zero in any float: the order must survive
    float[][] far = {{.9f, -.9f, -.95f}, {1f, 1f, 1f}};
    RowScores adjusted = new DualSoftmax(1000).adjust(Similarity.of(far));
    float[] row = new float[3];
    adjusted.rows(0, 1, row);
    // .9 e^-100, -.9 e^-1900, -.95 e^-1950: the last product is the nearest to zero
    assertArrayEquals(
        new int[] {0, 2, 1},
        TopCandidates.of(adjusted, 0, 3).stream()
            .mapToInt(TopCandidates.Scored::candidate)
            .toArray());
    assertEquals(3, IntStream.range(0, 3).mapToObj(i -> row[i]).distinct().count());
  }

  @Test
  void adjustmentsAreReportedBesideTheRawNumbers() {
    RetrievalEvaluation evaluation =
        RetrievalEvaluation.of(
            scores,
            relevance,
            RetrievalEvaluation.Options.DEFAULT
                .withDualSoftmax(new DualSoftmax(30))
                .withTextBank(new QueryBankNormalization(bank, 20)));
    assertEquals("raw", evaluation.textToVideo().raw().scoring());
    assertEquals(
        List.of("dual softmax", "QB-Norm, bank of 25"),
        evaluation.textToVideo().adjusted().stream()
            .map(RetrievalEvaluation.Measured::scoring)
            .toList());
    assertEquals(1, evaluation.videoToText().adjusted().size());
    int[] raw = fixture.integers("raw");
    assertEquals(
        IntStream.of(raw).mapToDouble(rank -> 1.0 / rank).average().orElseThrow(),
        evaluation.textToVideo().raw().value("MRR").value(),
        1e-12);
  }

  @Test
  void refusesABankOfOtherCandidates() {
    QueryBankNormalization other = new QueryBankNormalization(Similarity.of(new float[4][7]), 20);
    assertThrows(BadInputException.class, () -> other.adjust(scores));
  }

  private void assertRanks(String expected, RowScores adjusted) {
    Ranks ranks = Ranks.of(adjusted, relevance);
    assertArrayEquals(
        fixture.integers(expected),
        IntStream.range(0, ranks.queries()).map(ranks::best).toArray(),
        expected);
  }
}
