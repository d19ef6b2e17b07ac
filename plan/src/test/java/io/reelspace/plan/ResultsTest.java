package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ResultsTest {

  @Test
  void wholeSegmentsReadNoFrames() {
    assertEquals(0, Results.SEGMENTS.rounds());
    assertEquals(0, Results.SEGMENTS.segmentsRead(), 0);
  }

  @Test
  void ahundredCandidatesAreReadWithTheirNeighbours() {
    assertEquals(1, Results.MOMENTS.rounds());
    assertEquals(300, Results.MOMENTS.segmentsRead(), 0);
  }

  @Test
  void candidatesAreSoughtAgainWhereTheyBecomeTooFewMoments() {
    assertEquals(100, new Results(true, 10, 1).segmentsRead(), 0);
    // A hundred make five moments of 17 segments; four hundred more make enough.
    Results seventeen = new Results(true, 17, 1);
    assertEquals(2, seventeen.rounds());
    assertEquals(500, seventeen.segmentsRead(), 0);
    assertEquals(400, seventeen.segmentsOfLastRound(), 0);
    assertEquals(3, new Results(true, 41, 1).rounds());
    // No more than 10,000 are ever looked at: 100, 400, 1,600, 6,400 and 10,000.
    assertEquals(5, new Results(true, 1e6, 1).rounds());
    assertEquals(18_500, new Results(true, 1e6, 1).segmentsRead(), 0);
  }

  @Test
  void refusesLessThanASegment() {
    assertThrows(IllegalArgumentException.class, () -> new Results(true, 0, 1));
  }
}
