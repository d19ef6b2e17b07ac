package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
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
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The same videos into Lucene and into a Milvus server that runs, and the same searches in both:
 * rate of ingest, time of a search, and recall against all segments.
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
              Corpus.queries(flickr).stream().limit(QUERIES).map(space::embedText).toList();
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
    double[] least = new double[texts.size()];
    try (VideoIndex exact = VideoIndex.openReadOnly(folder, SearchEffort.EXACT)) {
      for (int i = 0; i < least.length; i++) {
        least[i] = exact.search(request(texts.get(i))).getLast().score();
      }
    }
    for (Ranking ranking : List.of(Ranking.SEGMENTS, Ranking.MOMENTS)) {
      search("lucene", IndexLocation.of(folder), texts, least, ranking);
      search("milvus", milvus, texts, least, ranking);
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

  private static void search(
      String name, IndexLocation location, List<float[]> queries, double[] least, Ranking ranking) {
    try (VideoIndex index = location.openReadOnly()) {
      queries.forEach(query -> index.search(request(query).withRanking(ranking))); // warm up
      long[] nanos = new long[queries.size()];
      long found = 0;
      for (int i = 0; i < nanos.length; i++) {
        SearchRequest request = request(queries.get(i)).withRanking(ranking);
        double enough = least[i] - 1e-6;
        long start = System.nanoTime();
        found += index.search(request).stream().filter(hit -> hit.score() >= enough).count();
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      String recall =
          ranking.moments()
              ? "" // moments are other results than segments
              : String.format(
                  Locale.ROOT, "  recall@10 %.4f", found / (double) (TOP * queries.size()));
      System.out.printf(
          Locale.ROOT,
          "%-7s %-8s p50 %8.2f ms  p99 %8.2f ms%s%n",
          name,
          ranking.moments() ? "moments" : "segments",
          nanos[nanos.length / 2] / 1e6,
          nanos[(int) (0.99 * nanos.length)] / 1e6,
          recall);
    }
  }

  private static SearchRequest request(float[] vector) {
    return new SearchRequest(vector, TOP, Grouping.MOMENT, -1);
  }
}
