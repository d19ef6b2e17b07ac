package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.SearchEffort;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Index search alone, one thread: time against recall, on the vectors and queries that {@code
 * peers.py} gives to hnswlib and faiss.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the files, the number of segments, perhaps the
 * name of a bundled space. See {@code benchmarks/search/README.md}.
 */
public final class NeighbourBenchmark {

  private static final int TOP = 10;
  private static final int SEGMENTS_OF_A_COMMIT = 300;
  private static final long SEED = 20260101;
  private static final List<Double> SHARES =
      List.of(.0025, .005, .01, .02, .03, .04, .06, .09, .12, .18, .24);
  private static final double ENOUGH = 0.998;

  private NeighbourBenchmark() {}

  /** Writes the vectors, builds the index, prints a line for each width of search. */
  public static void main(String[] arguments) throws IOException {
    Path flickr = Path.of(arguments[0]);
    Path work = Files.createDirectories(Path.of(arguments[1]));
    int segments = Integer.parseInt(arguments[2]);
    String name = arguments.length > 3 ? arguments[3] : BundledSpaces.DEFAULT;
    Path cache = work.resolve("cache");
    Path folder = work.resolve("graph-" + name + "-" + segments);
    try (Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache))) {
      Path photos = work.resolve("photos-" + name + ".f32");
      List<float[]> texts = Corpus.queries(flickr).stream().map(space::embedText).toList();
      List<float[]> pictures =
          Corpus.testPhotos(flickr, space, work.resolve("queries-" + name + ".f32"));
      write(work.resolve("queries-text.npy"), texts);
      write(work.resolve("queries-picture.npy"), pictures);
      if (!Files.exists(folder)) {
        build(folder, space, Corpus.photos(flickr, space, photos), segments, work);
      }
      System.out.printf(Locale.ROOT, "%.0f MB on disk%n", bytes(folder) / 1e6);
      measure(folder, "text", texts);
      measure(folder, "picture", pictures);
    }
  }

  private static void build(Path folder, Space space, List<float[]> photos, int segments, Path work)
      throws IOException {
    long start = System.nanoTime();
    try (VectorFile vectors =
            new VectorFile(work.resolve("vectors.npy"), segments, space.dimension());
        VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      int uncommitted = 0;
      Iterator<Corpus.Video> videos = Corpus.videos(photos, segments, new Random(SEED)).iterator();
      while (videos.hasNext()) {
        Corpus.Video video = videos.next();
        for (IndexedSegment segment : video.segments()) {
          vectors.add(segment.embedding());
        }
        index.upsert(video.video(), video.segments());
        uncommitted += video.segments().size();
        if (uncommitted >= SEGMENTS_OF_A_COMMIT) {
          index.commit();
          uncommitted = 0;
        }
      }
      index.commit();
      index.compact(() -> false);
    }
    System.out.printf(
        Locale.ROOT,
        "built in %.1f s, the making of the vectors included%n",
        (System.nanoTime() - start) / 1e9);
  }

  private static void measure(Path folder, String kind, List<float[]> queries) {
    double[] least = new double[queries.size()];
    try (VideoIndex exact = VideoIndex.openReadOnly(folder, SearchEffort.EXACT)) {
      for (int i = 0; i < least.length; i++) {
        least[i] = exact.search(request(queries.get(i))).getLast().score();
      }
    }
    for (double share : SHARES) {
      try (VideoIndex index = VideoIndex.openReadOnly(folder, new SearchEffort(0, 0, share))) {
        queries.forEach(query -> index.search(request(query))); // warm up
        long[] nanos = new long[queries.size()];
        long found = 0;
        for (int i = 0; i < nanos.length; i++) {
          long start = System.nanoTime();
          List<Hit> hits = index.search(request(queries.get(i)));
          nanos[i] = System.nanoTime() - start;
          double enough = least[i] - 1e-6;
          found += hits.stream().filter(hit -> hit.score() >= enough).count();
        }
        double recall = found / (double) (TOP * queries.size());
        Arrays.sort(nanos);
        System.out.printf(
            Locale.ROOT,
            "%-9s %-8s share %6.3f  p50 %9.1f us  mean %9.1f us  recall@10 %.4f%n",
            "reelspace",
            kind,
            share,
            nanos[nanos.length / 2] / 1e3,
            Arrays.stream(nanos).average().orElseThrow() / 1e3,
            recall);
        if (recall >= ENOUGH) {
          return;
        }
      }
    }
  }

  private static SearchRequest request(float[] vector) {
    return new SearchRequest(vector, TOP, Grouping.MOMENT, -1);
  }

  private static void write(Path file, List<float[]> vectors) throws IOException {
    try (VectorFile out = new VectorFile(file, vectors.size(), vectors.getFirst().length)) {
      for (float[] vector : vectors) {
        out.add(vector);
      }
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
