package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Text to moment in an index of which a tenth changes meanwhile: times, recall against a comparison
 * with all segments of the same commit, and whether a result is lost or comes twice.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the index, the number of segments, the seconds
 * that the change takes. See {@code benchmarks/search/README.md}.
 */
public final class ChangingIndexBenchmark {

  private static final int TOP = 10;
  private static final int SEGMENTS_OF_A_COMMIT = 2000;
  private static final int WARM_UP = 300;
  private static final long SEED = 20260101;

  private final Space space;
  private final List<String> queries;
  private final Path folder;
  private final Changes changes;

  private ChangingIndexBenchmark(Space space, List<String> queries, Path folder, Changes changes) {
    this.space = space;
    this.queries = queries;
    this.folder = folder;
    this.changes = changes;
  }

  /**
   * A search while the index changed.
   *
   * @param query number of the query
   * @param nanos with text to vector
   * @param firstCommit the last that had returned a refresh before it began
   * @param lastCommit the last that had begun when it ended
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Searched(
      int query, float[] vector, long nanos, List<Hit> hits, int firstCommit, int lastCommit) {}

  /** Builds the index, changes and searches it, prints a line for each number. */
  public static void main(String[] arguments) throws Exception {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    String name = BundledSpaces.DEFAULT;
    Path cache = work.resolve("cache");
    try (Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache))) {
      List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos-" + name + ".f32"));
      Path folder = work.resolve("index-changing");
      delete(folder);
      List<Corpus.Video> videos = Corpus.videos(photos, segments, new Random(SEED)).toList();
      ChangingIndexBenchmark benchmark =
          new ChangingIndexBenchmark(
              space,
              Corpus.queries(flickr),
              folder,
              new Changes(videos, photos, new Random(SEED + 1)));
      benchmark.build(videos);
      benchmark.still();
      benchmark.run(seconds);
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private void build(List<Corpus.Video> videos) {
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      Corpus.index(videos.iterator(), SEGMENTS_OF_A_COMMIT, index);
    }
  }

  /** The same searches before anything changes. */
  private void still() {
    try (VideoIndex index = VideoIndex.openReadOnly(folder)) {
      List<Searched> searches = new ArrayList<>();
      for (int i = 0; i < WARM_UP + queries.size(); i++) {
        searches.add(search(index, i % queries.size(), 0));
      }
      times("nothing changes", searches.subList(WARM_UP, searches.size()));
      System.out.println(new ChangedResults(changes).compare(sample(searches)));
    }
  }

  private void run(double seconds) throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    List<Searched> searches = new ArrayList<>();
    try (VideoIndex writer = VideoIndex.open(folder, SpaceIdentity.of(space));
        VideoIndex reader = VideoIndex.openReadOnly(folder)) {
      Thread changing =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  changes.make(writer, seconds);
                } finally {
                  done.set(true);
                }
              });
      for (int i = 0; !done.get(); i++) {
        // A reader looks once a second what others committed.
        searches.add(search(reader, i % queries.size(), changes.committedBefore(1.5)));
      }
      changing.join();
      times("while a tenth changes", searches);
      System.out.println(changes);
      reader.refresh();
      System.out.println(new ChangedResults(changes).found(reader));
    }
    System.out.println(new ChangedResults(changes).compare(sample(searches)));
  }

  private Searched search(VideoIndex index, int query, int firstCommit) {
    long start = System.nanoTime();
    float[] vector = space.embedText(queries.get(query));
    List<Hit> hits = index.search(new SearchRequest(vector, TOP, Grouping.MOMENT, -1));
    long nanos = System.nanoTime() - start;
    return new Searched(query, vector, nanos, hits, firstCommit, changes.begun());
  }

  private static void times(String when, List<Searched> searches) {
    long[] nanos = searches.stream().mapToLong(Searched::nanos).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-22s %5d searches, text to moment p50 %5.1f ms, p99 %5.1f ms%n",
        when,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }

  /** Evenly spread: a comparison with everything is what takes time here. */
  private static List<ChangedResults.Search> sample(List<Searched> searches) {
    int wanted = Math.min(1000, searches.size());
    return Stream.iterate(0, i -> i < wanted, i -> i + 1)
        .map(i -> searches.get((int) ((long) i * searches.size() / wanted)))
        .map(s -> new ChangedResults.Search(s.vector(), s.hits(), s.firstCommit(), s.lastCommit()))
        .toList();
  }
}
