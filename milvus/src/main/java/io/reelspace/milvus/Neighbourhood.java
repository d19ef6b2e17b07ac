package io.reelspace.milvus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which segments around those that were found a search for moments will look at: each call of a
 * server takes a millisecond or more, so what is likely needed is read at once. A moment may go on
 * into the segments beside its own; where many of a video were found, the video shows much the same
 * for long, and moments go on far.
 */
final class Neighbourhood {

  private static final int FARTHEST = 8;
  private static final int LONGEST_STRIDE = 32;

  /** Of each version of a video, any of its segments and the numbers of those that were found. */
  private final Map<Long, Found> found = new HashMap<>();

  private record Found(MilvusSegment any, NavigableSet<Integer> numbers) {}

  /** How many segments are read ahead where a moment goes on farther, by version. */
  private final Map<Long, Integer> strides = new HashMap<>();

  void add(MilvusSegment segment) {
    found
        .computeIfAbsent(segment.version(), _ -> new Found(segment, new TreeSet<>()))
        .numbers()
        .add(segment.number());
  }

  /** What lies around all that was found. */
  Set<MilvusSegment> around() {
    Set<MilvusSegment> around = new HashSet<>();
    for (Found video : found.values()) {
      for (int number : around(video.numbers())) {
        around.add(video.any().segment(number));
      }
    }
    return around;
  }

  /** Gaps that are not long, the ends of those that are, and as much before and behind. */
  static Set<Integer> around(NavigableSet<Integer> numbers) {
    int reach = Math.min(numbers.size(), FARTHEST);
    Set<Integer> around = new HashSet<>();
    for (int number : numbers) {
      Integer next = numbers.higher(number);
      boolean fills = next != null && next - number - 1 <= reach;
      int behind = fills ? next - number - 1 : next == null ? reach : 1;
      for (int i = 1; i <= behind; i++) {
        around.add(number + i);
      }
      Integer before = numbers.lower(number);
      int ahead = before == null ? reach : number - before - 1 <= reach ? 0 : 1;
      for (int i = 1; i <= ahead; i++) {
        around.add(number - i);
      }
    }
    return around;
  }

  /**
   * A segment and those that follow it in a direction, twice as many each time.
   *
   * @param direction 1 or -1
   */
  Set<MilvusSegment> onFrom(MilvusSegment segment, int direction) {
    int stride = strides.merge(segment.version(), 2, (before, _) -> 2 * before);
    Set<MilvusSegment> next = new HashSet<>();
    for (int i = 0; i < Math.min(stride, LONGEST_STRIDE); i++) {
      next.add(segment.segment(segment.number() + i * direction));
    }
    return next;
  }
}
