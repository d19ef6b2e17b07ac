package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches while another writes: each one sees what one commit left, no more and no less. */
class ChangingIndexTest {

  private static final int VIDEOS = 60;
  private static final int COMMITS = 20;
  private static final int TOP = 10;

  @TempDir private Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Archive archive = new Archive(seed);

  /** What each commit leaves; put here before it is done, so that a search may see it at once. */
  private final List<List<Archive.Entry>> states = new CopyOnWriteArrayList<>();

  private final AtomicInteger committed = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noResultIsLostOrDoubledWhileVideosComeChangeAndGo(boolean inClusters) throws Exception {
    System.out.println("seed " + seed);
    SearchEffort effort = inClusters ? new SearchEffort(0, 0, .99) : SearchEffort.DEFAULT;
    Map<String, Archive.Entry> videos = new LinkedHashMap<>();
    try (VideoIndex writer = VideoIndex.open(folder, VideoIndexContract.SPACE)) {
      for (Archive.Entry entry : archive.videos(VIDEOS, 5)) {
        put(writer, videos, entry);
      }
      commit(writer, videos);
      List<float[]> queries = List.of(archive.vector(), archive.vector(), archive.vector());
      AtomicBoolean done = new AtomicBoolean();
      try (VideoIndex reader = VideoIndex.openReadOnly(folder, effort);
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<Integer>> searching = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          searching.add(threads.submit(searching(reader, queries, done)));
        }
        try {
          for (int i = 0; i < COMMITS; i++) {
            change(writer, videos);
          }
        } finally {
          done.set(true);
        }
        for (Future<Integer> searches : searching) {
          assertTrue(searches.get() > 0);
        }
        for (float[] query : queries) { // and at last all is as it was left
          assertEquals(1 + COMMITS, states.size());
          requireOneOf(states.subList(COMMITS, COMMITS + 1), reader, query);
        }
      }
    }
  }

  private void put(VideoIndex writer, Map<String, Archive.Entry> videos, Archive.Entry entry) {
    writer.upsert(entry.video(), entry.segments());
    videos.put(entry.video().path(), entry);
  }

  private void commit(VideoIndex writer, Map<String, Archive.Entry> videos) {
    states.add(List.copyOf(videos.values()));
    writer.commit();
    committed.incrementAndGet();
  }

  /** Some videos get other segments, of another number; some go, and some come (back). */
  private void change(VideoIndex writer, Map<String, Archive.Entry> videos) {
    for (int i = 0; i < 5; i++) {
      String path = "/archive/%02d/video %d.mp4".formatted(i, random.nextInt(VIDEOS));
      put(writer, videos, archive.entry(path, 5));
    }
    List<String> paths = new ArrayList<>(videos.keySet());
    for (int i = 0; i < 4; i++) {
      String path = paths.get(random.nextInt(paths.size()));
      writer.delete(Identifiers.video(Path.of(path)));
      videos.remove(path);
    }
    commit(writer, videos);
  }

  private Callable<Integer> searching(
      VideoIndex reader, List<float[]> queries, AtomicBoolean done) {
    return () -> {
      int searches = 0;
      while (!done.get()) {
        float[] query = queries.get(searches++ % queries.size());
        int first = committed.get() - 1; // this commit had returned before the search began
        reader.refresh();
        List<Hit> hits = reader.search(VideoIndexContract.moments(query, TOP));
        List<List<Archive.Entry>> now = List.copyOf(states);
        requireOneOf(now.subList(first, now.size()), hits, query);
      }
      return searches;
    };
  }

  private static void requireOneOf(
      List<List<Archive.Entry>> states, VideoIndex reader, float[] query) {
    reader.refresh();
    requireOneOf(states, reader.search(VideoIndexContract.moments(query, TOP)), query);
  }

  private static void requireOneOf(
      List<List<Archive.Entry>> states, List<Hit> hits, float[] query) {
    assertEquals(hits.size(), hits.stream().map(Hit::id).distinct().count(), "a result came twice");
    List<List<Hit>> expected =
        states.stream()
            .map(state -> Archive.plainSearch(state, VideoIndexContract.moments(query, TOP)))
            .toList();
    assertTrue(
        expected.stream().anyMatch(state -> same(state, hits)),
        () -> hits + " is of none of these commits: " + expected);
  }

  /** With their scores, as a changed video's segments have the ids of those before. */
  private static boolean same(List<Hit> expected, List<Hit> actual) {
    return expected.size() == actual.size()
        && IntStream.range(0, expected.size())
            .allMatch(i ->
                expected.get(i).id().equals(actual.get(i).id())
                    && Math.abs(expected.get(i).score() - actual.get(i).score()) < 1e-5);
  }
}
