package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.TestServer;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder to a server and back: everything is as it was. */
class MilvusMigrationTest {

  @TempDir Path temporary;

  @Test
  void nothingChangesOnTheWayToAServerAndBack() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    Archive archive = new Archive(11);
    SpaceIdentity space = VideoIndexContract.SPACE;
    MilvusLocation server = TestServer.shared().orElseThrow().empty(space, temporary);
    try (VideoIndex first = VideoIndex.open(temporary.resolve("first"), space);
        VideoIndex back = VideoIndex.open(temporary.resolve("back"), space)) {
      for (Archive.Entry entry : archive.videos(60, 9)) {
        first.upsert(
            entry.video().withTags(Set.of("a tag")),
            entry.segments().stream().map(segment -> withFrames(segment, archive)).toList(),
            List.of(new IndexedWindow(Modality.AUDIO, 0, 2, archive.vector())),
            List.of(new IndexedLine(0, 1, "x".repeat(70_000), Optional.of("en"))));
      }
      first.commit();
      AtomicLong seen = new AtomicLong();
      try (VideoIndex remote = server.open(space)) {
        Migration stopped = new Migration(first, remote, seen::set, () -> seen.get() >= 20);
        assertTrue(stopped.run().stopped());
        assertEquals(20, remote.stats().videos());
        Migration.Summary rest = new Migration(first, remote, seen::set, () -> false).run();
        assertEquals(new Migration.Summary(40, 20, false, 1), rest);
        assertEquals(first.stats(), remote.stats());
      }
      try (VideoIndex remote = server.openReadOnly()) {
        assertFalse(new Migration(remote, back, seen::set, () -> false).run().stopped());
      }
      assertEquals(first.stats(), back.stats());
      assertSame(all(first), all(back));
    }
  }

  private static IndexedSegment withFrames(IndexedSegment segment, Archive archive) {
    List<IndexedFrame> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(new IndexedFrame(segment.start() + i / 3.0, archive.vector()));
    }
    return new IndexedSegment(segment.start(), segment.end(), segment.embedding(), frames);
  }

  private static List<StoredVideo> all(VideoIndex index) {
    List<StoredVideo> all = new ArrayList<>();
    index.forEach(all::add);
    return all;
  }

  private static void assertSame(List<StoredVideo> expected, List<StoredVideo> actual) {
    assertEquals(expected.size(), actual.size());
    for (int v = 0; v < expected.size(); v++) {
      StoredVideo one = expected.get(v);
      StoredVideo other = actual.get(v);
      assertEquals(one.video(), other.video());
      assertEquals(one.lines(), other.lines());
      assertArrayEquals(
          one.windows().getFirst().embedding(), other.windows().getFirst().embedding());
      assertEquals(one.segments().size(), other.segments().size());
      for (int s = 0; s < one.segments().size(); s++) {
        IndexedSegment segment = one.segments().get(s);
        assertArrayEquals(segment.embedding(), other.segments().get(s).embedding());
        assertEquals(segment.frames().size(), other.segments().get(s).frames().size());
        for (int f = 0; f < segment.frames().size(); f++) {
          assertArrayEquals(
              segment.frames().get(f).embedding(),
              other.segments().get(s).frames().get(f).embedding());
        }
      }
    }
  }
}
