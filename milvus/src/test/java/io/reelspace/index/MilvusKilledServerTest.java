package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of an ingest and of searches, and comes back. */
class MilvusKilledServerTest {

  private static final int VIDEOS = 300;
  private static final int KILLED_AT = 150;

  @TempDir Path temporary;

  @Test
  void nothingIsLostOrDoubledAndResultsAreThoseOfLucene() throws Exception {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    TestServer server = TestServer.shared().orElseThrow();
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Archive archive = new Archive(seed);
    List<Archive.Entry> entries = archive.videos(VIDEOS, 9);
    MilvusLocation location = server.fresh(temporary);
    CountDownLatch half = new CountDownLatch(1);
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    float[] query = archive.vector();
    Archive other = new Archive(seed + 1);
    List<Archive.Entry> others = other.videos(VIDEOS, 9);
    MilvusLocation untouched = filled(server, others);
    SearchRequest wanted = VideoIndexContract.videos(other.vector(), 50);
    try (VideoIndex writer = location.open(VideoIndexContract.SPACE);
        VideoIndex reader = location.openReadOnly();
        VideoIndex readOnly = untouched.openReadOnly();
        VideoIndex lucene = VideoIndex.open(temporary.resolve("lucene"), VideoIndexContract.SPACE);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Boolean> ingest =
          () -> {
            for (int i = 0; i < VIDEOS; i++) {
              writer.upsert(entries.get(i).video(), entries.get(i).segments());
              if (i % 10 == 9) {
                writer.commit();
                acknowledged.set(i + 1);
              }
              if (i == KILLED_AT) {
                half.countDown();
              }
            }
            return true;
          };
      Callable<Integer> searches =
          () -> {
            int searched = 0;
            while (!done.get()) {
              int before = acknowledged.get();
              reader.search(VideoIndexContract.videos(query, 10)); // waits for the server
              searched++;
              assertTrue(acknowledged.get() >= before);
            }
            return searched;
          };
      Future<Boolean> ingesting = threads.submit(ingest);
      Future<Integer> searching = threads.submit(searches);
      half.await();
      server.kill();
      int before = acknowledged.get();
      Future<List<Hit>> found = threads.submit(() -> readOnly.search(wanted));
      server.start();
      // It must not answer from the part of its log that it has read so far.
      assertEquals(ids(Archive.plainSearch(others, wanted)), ids(found.get()));
      assertEquals(VIDEOS, readOnly.stats().videos());
      ingesting.get();
      done.set(true);
      assertTrue(searching.get() > 0);
      assertTrue(before >= KILLED_AT / 2);

      for (Archive.Entry entry : entries) {
        lucene.upsert(entry.video(), entry.segments());
      }
      lucene.commit();
      reader.refresh();
      assertEquals(lucene.stats(), reader.stats());
      assertEquals(lucene.videosUnder("/"), reader.videosUnder("/"));
      writer.compact(() -> false);
      server.searchByGraphs(location);
      int right = 0;
      for (int i = 0; i < 50; i++) {
        for (Grouping by : Grouping.values()) {
          SearchRequest request = new SearchRequest(archive.vector(), 10, by, -1);
          List<String> expected = ids(Archive.plainSearch(entries, request));
          assertEquals(expected, ids(lucene.search(request)));
          right += (int) ids(reader.search(request)).stream().filter(expected::contains).count();
        }
      }
      assertTrue(right >= 0.98 * 1000, right + " of 1000");
    }
  }

  /** What a writer leaves that ends in the middle is never shown, and another one goes on. */
  @Test
  void whatAWriterLeftBehindIsNotThere() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    TestServer server = TestServer.shared().orElseThrow();
    Archive archive = new Archive(7);
    Archive.Entry kept = archive.entry("/kept.mp4", 5);
    MilvusLocation location = server.empty(VideoIndexContract.SPACE, temporary);
    VideoIndex dead = location.open(VideoIndexContract.SPACE); // and never closed
    dead.upsert(kept.video(), kept.segments());
    dead.commit();
    for (Archive.Entry entry : archive.videos(300, 9)) { // enough to be sent
      dead.upsert(entry.video(), entry.segments(), List.of());
    }
    dead.upsert(kept.video(), List.of());
    try (VideoIndex other = location.open(VideoIndexContract.SPACE)) {
      assertEquals(1, other.stats().videos());
      assertEquals(kept.segments().size(), other.stats().segments());
      SearchRequest all = VideoIndexContract.moments(archive.vector(), 100);
      VideoIndexContract.assertSameHits(Archive.plainSearch(List.of(kept), all), other.search(all));
      assertEquals(kept.segments().size(), other.similarities(archive.vector()).count());
      assertEquals(Optional.of(kept.video()), other.video(kept.video().id()));
    }
  }

  /** An index of which the client library forgets that this process has written it. */
  private MilvusLocation filled(TestServer server, List<Archive.Entry> entries) {
    MilvusLocation location = server.fresh(temporary);
    try (VideoIndex writer = location.open(VideoIndexContract.SPACE)) {
      for (Archive.Entry entry : entries) {
        writer.upsert(entry.video(), entry.segments());
      }
      writer.commit();
    }
    server.forgetWrites(location);
    return location;
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }
}
