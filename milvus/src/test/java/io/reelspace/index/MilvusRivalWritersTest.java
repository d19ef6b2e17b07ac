package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two writers that commit the very same videos at the same moment. */
class MilvusRivalWritersTest {

  private static final int ROUNDS = 6;

  @TempDir Path temporary;

  @Test
  void leaveEachVideoOnce() throws Exception {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    MilvusLocation location = TestServer.shared().orElseThrow().rivals(temporary);
    Archive archive = new Archive(5);
    List<Archive.Entry> entries = archive.videos(20, 5);
    CyclicBarrier together = new CyclicBarrier(2);
    try (VideoIndex one = location.open(VideoIndexContract.SPACE);
        VideoIndex two = location.open(VideoIndexContract.SPACE);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Boolean>> writers = new ArrayList<>();
      for (VideoIndex writer : List.of(one, two)) {
        writers.add(
            threads.submit(() -> {
              for (int round = 0; round < ROUNDS; round++) {
                for (Archive.Entry entry : entries) {
                  writer.upsert(entry.video(), entry.segments());
                }
                together.await();
                writer.commit();
              }
              return true;
            }));
      }
      for (Future<Boolean> writer : writers) {
        writer.get();
      }
      one.refresh();
      assertEquals(entries.size(), one.stats().videos());
      assertEquals(
          entries.stream().mapToInt(entry -> entry.segments().size()).sum(),
          one.stats().segments());
      for (Archive.Entry entry : entries) {
        assertEquals(entry.segments().size(), one.segments(entry.video().id()).size());
      }
    }
  }
}
