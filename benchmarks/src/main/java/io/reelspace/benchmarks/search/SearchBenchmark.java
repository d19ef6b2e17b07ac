package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.util.VectorUtil;

/**
 * Time and recall of text queries on an index of many segments.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the index, the number of segments, perhaps the
 * name of a bundled space. See {@code benchmarks/search/README.md}.
 */
public final class SearchBenchmark {

  private static final int TOP = 10;
  private static final int SEGMENTS_OF_A_COMMIT = 300;
  private static final int WARM_UP = 300;
  private static final long SEED = 20260101;

  private final Space space;
  private final List<String> queries;
  private final List<Corpus.Video> videos;

  private SearchBenchmark(Space space, List<String> queries, List<Corpus.Video> videos) {
    this.space = space;
    this.queries = queries;
    this.videos = videos;
  }

  /** Builds the index, measures, prints a line for each number. */
  public static void main(String[] arguments) throws IOException {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    String name = arguments.length > 3 ? arguments[3] : BundledSpaces.DEFAULT;
    try (Space space = open(name, work.resolve("cache"))) {
      List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos-" + name + ".f32"));
      List<Corpus.Video> videos = Corpus.videos(photos, segments, new Random(SEED)).toList();
      SearchBenchmark benchmark = new SearchBenchmark(space, Corpus.queries(flickr), videos);
      Path folder = work.resolve("index-" + name + "-" + segments);
      if (!Files.exists(folder)) {
        benchmark.build(folder);
      }
      try (VideoIndex index = VideoIndex.openReadOnly(folder)) {
        print("index", bytes(folder) / 1e6, "MB");
        benchmark.measure(index);
      }
    }
  }

  private static Space open(String name, Path cache) {
    return Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache));
  }

  private void build(Path folder) {
    long start = System.nanoTime();
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      Corpus.index(videos.iterator(), SEGMENTS_OF_A_COMMIT, index);
      index.compact(() -> false);
    }
    print("build", (System.nanoTime() - start) / 1e9, "s");
  }

  private void measure(VideoIndex index) {
    List<float[]> vectors = queries.stream().map(space::embedText).toList();
    for (Grouping by : Grouping.values()) {
      String name = by.name().toLowerCase(Locale.ROOT);
      for (int i = 0; i < WARM_UP; i++) {
        index.search(request(space.embedText(queries.get(i)), by));
      }
      times("search by " + name, i -> index.search(request(vectors.get(i), by)));
      times(
          "text and search by " + name,
          i -> index.search(request(space.embedText(queries.get(i)), by)));
      recall(index, vectors, by);
    }
  }

  private static SearchRequest request(float[] vector, Grouping by) {
    return new SearchRequest(vector, TOP, by, -1);
  }

  private interface Query {
    List<Hit> run(int number);
  }

  private void times(String what, Query query) {
    long[] nanos = new long[queries.size()];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      query.run(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    print(what + ", p50", nanos[nanos.length / 2] / 1e6, "ms");
    print(what + ", p99", nanos[nanos.length * 99 / 100] / 1e6, "ms");
  }

  /** Hits that score no less than the last of the exact search's, which leaves room for ties. */
  private void recall(VideoIndex index, List<float[]> vectors, Grouping by) {
    long found = 0;
    for (float[] vector : vectors) {
      double least = leastOfExact(vector, by);
      found +=
          index.search(request(vector, by)).stream()
              .filter(hit -> hit.score() >= least - 1e-6)
              .count();
    }
    String name = by.name().toLowerCase(Locale.ROOT);
    print("recall@10 by " + name, found / (double) (vectors.size() * TOP), "");
  }

  private double leastOfExact(float[] vector, Grouping by) {
    return videos.stream()
        .flatMap(video -> {
          Stream<Double> scores = video.segments().stream().map(s -> score(vector, s));
          return by == Grouping.MOMENT ? scores : scores.max(Comparator.naturalOrder()).stream();
        })
        .sorted(Comparator.reverseOrder())
        .skip(TOP - 1)
        .findFirst()
        .orElseThrow();
  }

  private static double score(float[] vector, IndexedSegment segment) {
    return VectorUtil.dotProduct(vector, segment.embedding());
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void print(String what, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-34s %10.3f %s%n", what, value, unit);
  }
}
