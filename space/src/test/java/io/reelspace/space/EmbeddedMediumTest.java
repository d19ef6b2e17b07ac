package io.reelspace.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedMediumTest {

  private static EmbeddedMedium.Segment segment(double start, double end, float... embedding) {
    return new EmbeddedMedium.Segment(start, end, embedding);
  }

  private static final EmbeddedMedium MEDIUM =
      new EmbeddedMedium(
          List.of(segment(0, 4, 1, 0), segment(4, 9, 0, 1), segment(9, 12, 0.6f, 0.8f)), List.of());

  @Test
  void theWholeIsTheDirectionOfTheMean() {
    double length = Math.hypot(1.6, 1.8);
    float[] wanted = {(float) (1.6 / length), (float) (1.8 / length)};
    assertArrayEquals(wanted, MEDIUM.mean(), 1e-6f);
  }

  @Test
  void aPartIsMadeOfTheSegmentsThatOverlapIt() {
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half}, MEDIUM.mean(3, 9).orElseThrow(), 1e-6f);
    assertArrayEquals(new float[] {1, 0}, MEDIUM.mean(0, 4).orElseThrow(), 1e-6f);
    assertEquals(Optional.empty(), MEDIUM.mean(12, 20));
  }

  @Test
  void segmentsThatCancelOutLeaveTheFirst() {
    EmbeddedMedium opposite =
        new EmbeddedMedium(List.of(segment(0, 1, 1, 0), segment(1, 2, -1, 0)), List.of());
    assertArrayEquals(new float[] {1, 0}, opposite.mean());
    assertThrows(IllegalArgumentException.class, () -> new EmbeddedMedium(List.of(), List.of()));
  }
}
