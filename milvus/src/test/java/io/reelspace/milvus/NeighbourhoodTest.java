package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.index.SegmentPlace;
import io.reelspace.space.Modality;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

  private static Set<Integer> around(Integer... numbers) {
    return new TreeSet<>(Neighbourhood.around(new TreeSet<>(Arrays.asList(numbers))));
  }

  private static MilvusSegment segment(long version, int number) {
    SegmentPlace place = new SegmentPlace("id", "/a.mp4", number, number + 1);
    return new MilvusSegment(version, Modality.VISUAL, number, 1000, place);
  }

  private static Set<Integer> numbers(Set<MilvusSegment> segments) {
    return segments.stream().map(MilvusSegment::number).collect(Collectors.toSet());
  }

  @Test
  void oneSegmentHasTheTwoBesideIt() {
    assertEquals(Set.of(6, 8), around(7));
  }

  @Test
  void theMoreOfAVideoWereFoundTheFartherItGoes() {
    assertEquals(Set.of(3, 4, 6, 8, 9), around(5, 7)); // gap of one, two at each end
    assertEquals(Set.of(4, 6, 99, 101, 3, 102), around(5, 100)); // far apart
    Set<Integer> many = around(20, 22, 24, 26, 28, 30, 32, 34, 36, 38);
    assertEquals(9 + 2 * 8, many.size());
    assertEquals(
        Set.of(12, 46),
        Set.of(((TreeSet<Integer>) many).first(), ((TreeSet<Integer>) many).last()));
  }

  @Test
  void videosAreOnTheirOwn() {
    Neighbourhood both = new Neighbourhood();
    both.add(segment(1, 5));
    both.add(segment(2, 7));
    assertEquals(Set.of(segment(1, 4), segment(1, 6), segment(2, 6), segment(2, 8)), both.around());
  }

  @Test
  void aMomentThatGoesOnIsReadInEverLongerStrides() {
    Neighbourhood one = new Neighbourhood();
    assertEquals(Set.of(9, 10), numbers(one.onFrom(segment(1, 9), 1)));
    assertEquals(Set.of(11, 12, 13, 14), numbers(one.onFrom(segment(1, 11), 1)));
    assertEquals(Set.of(3, 2), numbers(one.onFrom(segment(2, 3), -1)));
    for (int i = 0; i < 10; i++) {
      one.onFrom(segment(1, 15), 1);
    }
    assertEquals(32, one.onFrom(segment(1, 15), 1).size());
  }
}
