package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

  private static final SpaceIdentity SPACE = new SpaceIdentity("sampled", "5a5a5a5a5a5a5a5a", 2);

  @TempDir Path cache;

  private static void put(VideoIndex index, String path) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    IndexedVideo video =
        new IndexedVideo(
            Identifiers.video(Path.of(path)), path, 2, 9, then, then, 64, 48, "test", List.of());
    index.upsert(
        video,
        List.of(
            new IndexedSegment(0, 1, new float[] {1, 0}),
            new IndexedSegment(1, 2, new float[] {0, 1})));
    index.commit();
  }

  @Test
  void whatAnotherProcessWritesIsFollowed() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    MilvusLocation location = TestServer.shared().orElseThrow().empty(SPACE, cache);
    Address address = Address.parse(location.toString());
    try (VideoIndex writer = location.open(SPACE);
        Connection connection = Connection.to(address, TestServer.settings(cache))) {
      put(writer, "/one.mp4");
      Reader reader = new Reader(connection, Tables.of(address));
      reader.catchUp();
      Surplus surplus = new Surplus(reader, new Videos(reader));
      Sample patient = new Sample(reader, surplus);
      Sample following = new Sample(reader, surplus, Duration.ZERO);
      List<float[]> first = patient.of(Modality.VISUAL);
      assertEquals(2, first.size());
      assertEquals(2, following.of(Modality.VISUAL).size());
      put(writer, "/other.mp4");
      reader.catchUp();
      assertSame(first, patient.of(Modality.VISUAL));
      List<float[]> both = following.of(Modality.VISUAL);
      assertEquals(4, both.size());
      assertSame(both, following.of(Modality.VISUAL)); // nothing changed
    }
  }
}
