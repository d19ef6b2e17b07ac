package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** As {@link MomentSearchTest}, on a real Milvus server. */
class MilvusMomentSearchTest extends MomentSearchTest {

  @BeforeAll
  static void startServer() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
  }

  @Override
  VideoIndex opened(SpaceIdentity space) {
    return TestServer.shared().orElseThrow().empty(space, temporary).open(space);
  }

  /** Frames that were read are kept; those of a video that another process replaced are not. */
  @Test
  void whatAnotherProcessReplacesIsLookedAtAnew() {
    SpaceIdentity space = new SpaceIdentity("colours", "00ff00ff", 3);
    float[] red = {1, 0, 0};
    float[] blue = {0, 0, 1};
    IndexedVideo film = Archive.video("/film.mp4", 20);
    MilvusLocation location = TestServer.shared().orElseThrow().empty(space, temporary);
    SearchRequest request =
        new SearchRequest(red, 10, Grouping.MOMENT, -1).withRanking(Ranking.MOMENTS);
    try (VideoIndex writer = location.open(space);
        VideoIndex reader = location.openReadOnly()) {
      for (int reds : new int[] {2, 4, 3}) {
        writer.upsert(film, List.of(segment(reds, red, 6 - reds, blue)));
        writer.commit();
        reader.refresh();
        for (int again = 0; again < 2; again++) {
          Hit hit = reader.search(request).getFirst();
          assertEquals(0, hit.start(), hit.toString());
          assertEquals(reds, hit.end(), hit.toString());
        }
      }
    }
  }

  /** A frame a second of one colour, then of another. */
  private static IndexedSegment segment(int count, float[] colour, int others, float[] other) {
    List<IndexedFrame> frames = new ArrayList<>();
    float[] sum = new float[3];
    for (int time = 0; time < count + others; time++) {
      float[] shown = time < count ? colour : other;
      frames.add(new IndexedFrame(time, shown));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += shown[i];
      }
    }
    return new IndexedSegment(0, count + others, Archive.unit(sum), frames);
  }
}
