package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchEffort;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.MilvusSettings;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The same videos into Lucene and into a Milvus server that runs, and the same searches in both:
 * rate of ingest, time of a search, and recall against all segments, or the moments made of them.
 * Each search runs once after others have warmed up the machine, and once more, when frames that it
 * looked at may still be there.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the files, the number of segments, {@code
 * milvus://host:port/collection}, and what is measured: {@code lucene} and {@code milvus} make an
 * index that is not there yet, {@code search} searches in both. See docs/benchmarks/milvus.md.
 */
public final class MilvusBenchmark {

  private static final int TOP = 10;
  private static final int FRAMES = 4;
  private static final int SEGMENTS_OF_A_COMMIT = 300;
  private static final int QUERIES = 200;
  private static final long SEED = 20260101;

  private MilvusBenchmark() {}

  /** Prints a line for each measurement. */
  public static void main(String[] arguments) throws IOException {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    Path cache = work.resolve("cache");
    Path folder = work.resolve("lucene-" + segments);
    IndexLocation milvus = MilvusLocation.of(arguments[3], MilvusSettings.plain(cache));
    try (Space space =
        Space.open(BundledSpaces.unpack(BundledSpaces.DEFAULT, cache), Inference.in(cache))) {
      switch (arguments[4]) {
        case "search" -> {
          List<float[]> texts =
              Corpus.queries(flickr).stream().limit(2 * QUERIES).map(space::embedText).toList();
          search(folder, milvus, texts);
        }
        case String name -> {
          List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos.f32"));
          boolean local = name.equals("lucene");
          ingest(name, local ? IndexLocation.of(folder) : milvus, space, photos, segments);
        }
      }
    }
  }

  private static void search(Path folder, IndexLocation milvus, List<float[]> texts) {
    List<float[]> asked = texts.subList(0, QUERIES);
    List<float[]> others = texts.subList(QUERIES, texts.size());
    List<Ranking> rankings = List.of(Ranking.SEGMENTS, Ranking.MOMENTS);
    Map<Ranking, List<List<Hit>>> right = new HashMap<>();
    try (VideoIndex exact = VideoIndex.openReadOnly(folder, SearchEffort.EXACT)) {
      for (Ranking ranking : rankings) {
        right.put(
            ranking, asked.stream().map(text -> exact.search(request(text, ranking))).toList());
      }
    }
    System.out.println("what is right is known");
    for (Ranking ranking : rankings) {
      search("lucene", IndexLocation.of(folder), asked, others, right.get(ranking), ranking);
      search("milvus", milvus, asked, others, right.get(ranking), ranking);
    }
  }

  private static void ingest(
      String name, IndexLocation location, Space space, List<float[]> photos, int segments) {
    long start = System.nanoTime();
    try (VideoIndex index = location.open(SpaceIdentity.of(space))) {
      Corpus.index(
          Corpus.videos(photos, segments, FRAMES, new Random(SEED)).iterator(),
          SEGMENTS_OF_A_COMMIT,
          index);
      double seconds = (System.nanoTime() - start) / 1e9;
      index.compact(() -> false);
      System.out.printf(
          Locale.ROOT,
          "%-7s %d segments in %.1f s, %.0f a second, the making of the vectors included;"
              + " put in order in another %.1f s%n",
          name,
          segments,
          seconds,
          segments / seconds,
          (System.nanoTime() - start) / 1e9 - seconds);
    }
  }

  /** Each query once, of which nothing is known yet, and then all again. */
  private static void search(
      String name,
      IndexLocation location,
      List<float[]> queries,
      List<float[]> others,
      List<List<Hit>> right,
      Ranking ranking) {
    try (VideoIndex index = location.openReadOnly()) {
      others.forEach(query -> index.search(request(query, ranking))); // warm up
      for (String times : List.of("first", "again")) {
        long[] nanos = new long[queries.size()];
        long found = 0;
        for (int i = 0; i < nanos.length; i++) {
          SearchRequest request = request(queries.get(i), ranking);
          long start = System.nanoTime();
          List<Hit> hits = index.search(request);
          nanos[i] = System.nanoTime() - start;
          found += found(hits, right.get(i), ranking);
        }
        Arrays.sort(nanos);
        System.out.printf(
            Locale.ROOT,
            "%-7s %-8s %s  p50 %8.2f ms  p99 %8.2f ms  recall@10 %.4f%n",
            name,
            ranking.moments() ? "moments" : "segments",
            times,
            nanos[nanos.length / 2] / 1e6,
            nanos[(int) (0.99 * nanos.length)] / 1e6,
            found / (double) (TOP * queries.size()));
      }
    }
  }

  /** How many are right: as good as the last that is, or, of moments, the very same interval. */
  private static long found(List<Hit> hits, List<Hit> right, Ranking ranking) {
    if (!ranking.moments()) {
      double enough = right.getLast().score() - 1e-6;
      return hits.stream().filter(hit -> hit.score() >= enough).count();
    }
    Set<String> ids = right.stream().map(Hit::id).collect(Collectors.toSet());
    return hits.stream().filter(hit -> ids.contains(hit.id())).count();
  }

  private static SearchRequest request(float[] vector, Ranking ranking) {
    return new SearchRequest(vector, TOP, Grouping.MOMENT, -1).withRanking(ranking);
  }
}
