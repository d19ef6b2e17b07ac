package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SearchEffort;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.filter.Filter;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;

/**
 * Time and recall of text queries on a part of an index that a filter takes.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the index, the number of segments, perhaps
 * "clusters" to use these however few segments there are, perhaps the name of a bundled space.
 */
public final class FilterBenchmark {

  private static final int TOP = 10;
  private static final int SEGMENTS_OF_A_COMMIT = 300;
  private static final int QUERIES = 500;

  private static final long SEED = 20260101;

  /** Each video has each tag with this probability. */
  private static final List<Double> KEPT = List.of(0.5, 0.1, 0.01, 0.001);

  private FilterBenchmark() {}

  /** Builds the index, measures, prints a line for each filter. */
  public static void main(String[] arguments) throws IOException {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    boolean clusters = arguments.length > 3 && arguments[3].equals("clusters");
    String name = arguments.length > 4 ? arguments[4] : BundledSpaces.DEFAULT;
    try (Space space =
        Space.open(
            BundledSpaces.unpack(name, work.resolve("cache")),
            Inference.in(work.resolve("cache")))) {
      List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos-" + name + ".f32"));
      List<Corpus.Video> videos =
          tagged(Corpus.videos(photos, segments, new Random(SEED)).toList());
      Path folder = work.resolve("filtered-" + name + "-" + segments);
      if (!Files.exists(folder)) {
        build(folder, space, videos);
      }
      List<float[]> queries =
          Corpus.queries(flickr).stream().limit(QUERIES).map(space::embedText).toList();
      SearchEffort effort =
          clusters
              ? new SearchEffort(0, SearchEffort.DEFAULT.least(), SearchEffort.DEFAULT.share())
              : SearchEffort.DEFAULT;
      try (VideoIndex index = VideoIndex.openReadOnly(folder, effort)) {
        measure(index, videos, queries, "all", 1);
        for (double kept : KEPT) {
          measure(index, videos, queries, tag(kept), kept);
        }
      }
    }
  }

  private static String tag(double kept) {
    return "one-in-" + Math.round(1 / kept);
  }

  /** The tags stand for any filter: all become the same bits. */
  private static List<Corpus.Video> tagged(List<Corpus.Video> videos) {
    Random random = new Random(SEED);
    List<Corpus.Video> tagged = new ArrayList<>();
    for (Corpus.Video video : videos) {
      Set<String> tags = new HashSet<>(Set.of("all"));
      KEPT.stream().filter(kept -> random.nextDouble() < kept).forEach(kept -> tags.add(tag(kept)));
      IndexedVideo described = video.video().withTags(tags);
      tagged.add(new Corpus.Video(described, video.segments()));
    }
    return tagged;
  }

  private static void build(Path folder, Space space, List<Corpus.Video> videos) {
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      Corpus.index(videos.iterator(), SEGMENTS_OF_A_COMMIT, index);
      index.compact(() -> false);
    }
  }

  private static void measure(
      VideoIndex index, List<Corpus.Video> videos, List<float[]> queries, String tag, double kept) {
    Filter filter = Filter.tag(tag);
    List<IndexedSegment> segments =
        videos.stream()
            .filter(video -> video.video().tags().contains(tag))
            .flatMap(video -> video.segments().stream())
            .toList();
    queries.forEach(query -> index.search(request(query, filter))); // warm up
    long[] nanos = new long[queries.size()];
    long found = 0;
    long wanted = 0;
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      List<Hit> hits = index.search(request(queries.get(i), filter));
      nanos[i] = System.nanoTime() - start;
      double least = leastOfExact(queries.get(i), segments);
      found += hits.stream().filter(hit -> hit.score() >= least - 1e-6).count();
      wanted += Math.min(TOP, segments.size());
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "keeps %6.1f %% (%7d segments)  p50 %7.2f ms  p99 %7.2f ms  recall@10 %.4f%n",
        100 * kept,
        segments.size(),
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        found / (double) wanted);
  }

  private static SearchRequest request(float[] vector, Filter filter) {
    return new SearchRequest(vector, TOP, Grouping.MOMENT, -1).withFilter(filter);
  }

  private static double leastOfExact(float[] vector, List<IndexedSegment> segments) {
    return segments.stream()
        .map(segment -> (double) VectorUtil.dotProduct(vector, segment.embedding()))
        .sorted(Comparator.reverseOrder())
        .limit(TOP)
        .reduce((_, last) -> last)
        .orElse(Double.NEGATIVE_INFINITY);
  }
}
