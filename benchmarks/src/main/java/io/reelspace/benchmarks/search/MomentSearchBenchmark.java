package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the stages after the first cost in an index of many segments with their frames.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the index, the number of segments, the number
 * of frames of each. See {@code benchmarks/search/README.md}.
 */
public final class MomentSearchBenchmark {

  private static final int SEGMENTS_OF_A_COMMIT = 2000;
  private static final int WARM_UP = 200;
  private static final long SEED = 20260101;

  private MomentSearchBenchmark() {}

  /** Builds the index where it is not there, measures, prints a line for each number. */
  public static void main(String[] arguments) throws IOException {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    int frames = Integer.parseInt(arguments[3]);
    String name = BundledSpaces.DEFAULT;
    Path cache = work.resolve("cache");
    try (Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache))) {
      List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos-" + name + ".f32"));
      Path folder = work.resolve("index-%s-%d-frames-%d".formatted(name, segments, frames));
      if (!Files.exists(folder)) {
        build(folder, SpaceIdentity.of(space), photos, segments, frames);
      }
      List<float[]> queries = Corpus.queries(flickr).stream().map(space::embedText).toList();
      try (VideoIndex index = VideoIndex.openReadOnly(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          long bytes = files.mapToLong(file -> file.toFile().length()).sum();
          System.out.printf(Locale.ROOT, "index %.0f MB%n", bytes / 1e6);
        }
        measure(index, queries);
      }
    }
  }

  private static void build(
      Path folder, SpaceIdentity space, List<float[]> photos, int segments, int frames) {
    long start = System.nanoTime();
    try (VideoIndex index = VideoIndex.open(folder, space)) {
      Iterator<Corpus.Video> videos =
          Corpus.videos(photos, segments, frames, new Random(SEED)).iterator();
      Corpus.index(videos, SEGMENTS_OF_A_COMMIT, index);
      index.compact(() -> false);
    }
    System.out.printf(Locale.ROOT, "build %.0f s%n", (System.nanoTime() - start) / 1e9);
  }

  private static void measure(VideoIndex index, List<float[]> queries) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    rankings.put("segments", Ranking.SEGMENTS);
    rankings.put("moments", Ranking.MOMENTS);
    rankings.put("moments, attention .1", Ranking.MOMENTS.withAttention(0.1));
    rankings.put("moments, video .1", Ranking.MOMENTS.withVideo(0.1));
    for (Map.Entry<String, Ranking> ranking : rankings.entrySet()) {
      for (Grouping by : Grouping.values()) {
        queries.subList(0, WARM_UP).forEach(query -> search(index, query, by, ranking.getValue()));
        long[] nanos = new long[queries.size()];
        for (int i = 0; i < nanos.length; i++) {
          long start = System.nanoTime();
          search(index, queries.get(i), by, ranking.getValue());
          nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
            Locale.ROOT,
            "%-22s by %-6s p50 %6.1f ms  p99 %6.1f ms%n",
            ranking.getKey(),
            by.name().toLowerCase(Locale.ROOT),
            nanos[nanos.length / 2] / 1e6,
            nanos[nanos.length * 99 / 100] / 1e6);
      }
    }
    long start = System.nanoTime();
    queries.forEach(index::similarities);
    double each = (System.nanoTime() - start) / 1e6 / queries.size();
    System.out.printf(Locale.ROOT, "scale of scores: %.2f ms a query%n", each);
  }

  private static void search(VideoIndex index, float[] query, Grouping by, Ranking ranking) {
    index.search(new SearchRequest(query, 10, by, -1).withRanking(ranking));
  }
}
