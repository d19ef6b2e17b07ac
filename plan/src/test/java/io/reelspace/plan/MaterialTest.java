package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaterialTest {

  private static final Material USUAL = Material.DEFAULT;

  @Test
  void aCameraThatStandsStillGivesSegmentsOfTheLongestLength() {
    assertEquals(360, USUAL.withShotsPerHour(0).segmentsPerHour(), 1e-9);
    assertEquals(180, USUAL.withShotsPerHour(0).withLongestSegment(20).segmentsPerHour(), 1e-9);
  }

  @Test
  void shotsAsLongAsTheLongestSegmentOnTheMeanComeToWhatIsComputedByHand() {
    // Mean 10 s, longest 10 s: 360 / (1 - 1/e) = 360 / 0.632121.
    assertEquals(569.512, USUAL.withShotsPerHour(360).segmentsPerHour(), 0.001);
  }

  @Test
  void dividingShotsOfChanceLengthsOneByOneGivesTheSame() {
    long seed = 20261129;
    Random random = new Random(seed);
    double mean = 4.5;
    double longest = 10;
    int shots = 400_000;
    long segments = 0;
    for (int i = 0; i < shots; i++) {
      double length = -mean * Math.log(1 - random.nextDouble());
      segments += (long) Math.ceil(length / longest);
    }
    double expected = 3600 / mean * segments / shots;
    assertEquals(
        expected,
        USUAL.withShotsPerHour(3600 / mean).segmentsPerHour(),
        0.005 * expected,
        "seed " + seed);
  }

  @Test
  void moreShotsAndShorterSegmentsNeverGiveFewer() {
    double before = 0;
    for (double shots = 0; shots < 5000; shots += 50) {
      double now = USUAL.withShotsPerHour(shots).segmentsPerHour();
      assertTrue(now >= before && now >= shots, "shots " + shots + ": " + now);
      assertTrue(
          USUAL.withShotsPerHour(shots).withLongestSegment(20).segmentsPerHour() <= now,
          "longest segment, shots " + shots);
      before = now;
    }
  }

  @Test
  void anHourHasTheFramesOfItsRateAndAtLeastOneForEachSegment() {
    Counts two = USUAL.counts(1, 2);
    assertEquals(7200, two.frames(), 1e-9);
    assertEquals(6, two.videos(), 1e-9);
    assertEquals(0, two.lines(), 1e-9);
    Counts few = USUAL.withShotsPerHour(3600).counts(10, 0.1);
    assertEquals(few.segments(), few.frames(), 1e-9);
  }

  @Test
  void refusesWhatNoVideoIsLike() {
    assertThrows(IllegalArgumentException.class, () -> USUAL.withShotsPerHour(-1));
    assertThrows(IllegalArgumentException.class, () -> USUAL.withShotsPerHour(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> USUAL.withLongestSegment(0));
  }
}
