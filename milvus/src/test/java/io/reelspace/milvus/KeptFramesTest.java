package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.SegmentPlace;
import io.reelspace.space.Modality;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptFramesTest {

  private static final float[] EMBEDDING = new float[100];
  private static final float[] SHARED = new float[100];

  private static MilvusSegment segment(long version, int number) {
    SegmentPlace place = new SegmentPlace("id", "/a.mp4", number, number + 1);
    return new MilvusSegment(version, Modality.VISUAL, number, 1000, place);
  }

  private static IndexedSegment frames(int number) {
    IndexedFrame frame = new IndexedFrame(number, EMBEDDING);
    return new IndexedSegment(number, number + 1, EMBEDDING, List.of(frame, frame));
  }

  private static void keep(KeptFrames kept, int from, int to) {
    kept.keep(
        IntStream.range(from, to)
            .boxed()
            .collect(Collectors.toMap(number -> segment(1, number), KeptFramesTest::frames)));
  }

  private static Set<Integer> numbers(KeptFrames kept, int to) {
    List<MilvusSegment> all = IntStream.range(0, to).mapToObj(n -> segment(1, n)).toList();
    return kept.find(all).keySet().stream().map(MilvusSegment::number).collect(Collectors.toSet());
  }

  @Test
  void whatWasLookedAtLongestAgoGoesFirst() {
    KeptFrames kept = new KeptFrames(SHARED, 10_000); // 924 bytes a segment
    for (int number = 0; number < 10; number++) {
      keep(kept, number, number + 1);
    }
    assertEquals(10, numbers(kept, 10).size());
    kept.find(List.of(segment(1, 0)));
    keep(kept, 10, 15);
    assertTrue(kept.bytes() <= 10_000, "" + kept.bytes());
    Set<Integer> left = numbers(kept, 15);
    assertEquals(10, left.size());
    assertTrue(left.containsAll(Set.of(0, 10, 11, 12, 13, 14)), left::toString);
  }

  @Test
  void moreAtOnceThanFitsLeavesWhatFits() {
    KeptFrames kept = new KeptFrames(SHARED, 10_000);
    keep(kept, 0, 100);
    assertTrue(kept.bytes() <= 10_000, "" + kept.bytes());
    assertEquals(10, numbers(kept, 100).size());
  }

  @Test
  void anEmbeddingThatManySegmentsShareTakesNoMemory() {
    KeptFrames kept = new KeptFrames(SHARED, 10_000);
    List<IndexedFrame> own = frames(0).frames();
    kept.keep(Map.of(segment(1, 0), new IndexedSegment(0, 1, SHARED, own)));
    long bytes = kept.bytes();
    kept.keep(Map.of(segment(1, 1), new IndexedSegment(1, 2, EMBEDDING, own)));
    assertEquals(bytes + 4L * EMBEDDING.length, kept.bytes() - bytes);
  }

  @Test
  void anotherVersionIsAnotherSegment() {
    KeptFrames kept = new KeptFrames(SHARED, 10_000);
    kept.keep(Map.of(segment(1, 0), frames(7)));
    assertEquals(Map.of(), kept.find(List.of(segment(2, 0), segment(1, 1))));
    assertEquals(7, kept.find(List.of(segment(1, 0))).get(segment(1, 0)).start());
    long once = kept.bytes();
    kept.keep(Map.of(segment(1, 0), frames(7)));
    assertEquals(once, kept.bytes());
  }
}
