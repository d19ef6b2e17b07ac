package io.reelspace.benchmarks.search;

import io.reelspace.plan.Counts;
import io.reelspace.plan.Embedding;
import io.reelspace.plan.Figures;
import io.reelspace.plan.LuceneModel;
import io.reelspace.plan.Part;
import io.reelspace.plan.Precision;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of a plan that are fitted, from sizes that are not checked: 300, 2,000, 3,000 and
 * 30,000 segments in Lucene, 300, 3,000, 30,000 and 60,000 in Milvus, 20,000 without frames, and
 * 3,000 with ten lines of words each.
 */
final class PlanFit {

  private static final String LUCENE = "lucene";
  private static final String MILVUS = "milvus";
  private static final int DIMENSION = 1280;
  private static final double VECTOR = 4.0 * DIMENSION;
  private static final double FRAME = 12.0 + DIMENSION;
  private static final double FRAMES = PlanMeasurement.FRAMES;
  private static final double CONNECTIONS = 256;

  /** Vectors and graph of a row with its frames: how the files of a collection divide. */
  private static final double FRAME_STORED = 0.985;

  private static final double LINES = 10;

  /** Sizes with one graph. */
  private static final List<Integer> GRAPHS = List.of(3_000, 30_000, 60_000);

  private final Measured.Numbers numbers;

  PlanFit(Measured.Numbers numbers) {
    this.numbers = numbers;
  }

  void print() {
    lucene();
    milvus();
  }

  private double of(String store, int segments, String quantity) {
    return numbers
        .find(store, segments, quantity)
        .orElseThrow(() -> new IllegalStateException(store + ", " + segments + ": no " + quantity));
  }

  /** Of one more segment, from two sizes. */
  private double slope(String store, int few, int many, String quantity) {
    return (of(store, many, quantity) - of(store, few, quantity)) / (many - few);
  }

  private void lucene() {
    double few = documents(3_000);
    double many = documents(30_000);
    // Segments and videos: 3,000 and 3,000, 30,000 and 6,000.
    double segment = (many - 2 * few) / 24_000;
    say("Lucene, document of a segment", segment);
    say("Lucene, document of a video", few / 3_000 - segment);
    say(
        "Lucene, line of words",
        (of("lucene-lines10", 3_000, "disk") - of(LUCENE, 3_000, "disk")) / (LINES * 3_000));
    say("Lucene, heap", of(LUCENE, 3_000, "memory.segments.heap"));
    double ingest = slope(LUCENE, 3_000, 30_000, "ingest.cpu");
    double start =
        (of(LUCENE, 300, "ingest.cpu") + of(LUCENE, 2_000, "ingest.cpu") - 2_300 * ingest) / 2;
    say("Lucene, ingest of a run", start);
    say("Lucene, ingest", ingest);
    say("Lucene, order", of(LUCENE, 3_000, "ingest.cpu") - start - 3_000 * ingest);
    double raw = slope(LUCENE, 300, 2_000, "load.segments.cpu");
    double search = of(LUCENE, 300, "load.segments.cpu") - 300 * raw;
    say("Lucene, a search", search);
    say("Lucene, raw vector compared", raw);
    double wide = PlanMeasurement.WIDE.share() * 30_000 - 4_000;
    double clusters = of(LUCENE, 30_000, "load.segments.cpu");
    double code = (of(LUCENE, 30_000, "load.wide.cpu") - clusters) / wide;
    say("Lucene, code compared", code);
    double compared = 4_000 + 8 * Math.sqrt(30_000);
    say("Lucene, candidates scored again", clusters - search - compared * code);
    say("Lucene, time of a search", waiting(LUCENE, List.of(2_000, 3_000, 30_000)));
    double frames = 100 * FRAMES;
    say(
        "Lucene, frame of a moment",
        (moments(LUCENE, 300) + moments(LUCENE, 2_000) + moments(LUCENE, 30_000)) / 3 / frames);
  }

  /** What is on disk beside vectors, codes and frames, which follow from how they are written. */
  private double documents(int segments) {
    double videos = of(LUCENE, segments, "videos");
    Counts counts = new Counts(segments, segments * FRAMES, videos, 0);
    Embedding base = new Embedding("base", DIMENSION, Precision.FLOAT32, 2, 0);
    double known =
        new LuceneModel()
            .disk(counts, base).stream()
                .filter(part -> List.of("vectors", "codes", "frames").contains(part.name()))
                .mapToDouble(Part::bytes)
                .sum();
    return of(LUCENE, segments, "disk") - known;
  }

  private double moments(String store, int segments) {
    return of(store, segments, "load.moments.cpu") - of(store, segments, "load.segments.cpu");
  }

  private void milvus() {
    double files = slope(MILVUS, 3_000, 30_000, "disk.index_files");
    double stored = (files - CONNECTIONS) / VECTOR;
    say("Milvus, vector in a file", stored);
    say("Milvus, frame in a file", FRAME_STORED);
    double rows = slope(MILVUS, 3_000, 30_000, "disk.insert_log");
    say(
        "Milvus, rows of a segment in files",
        rows - stored * VECTOR - FRAME_STORED * FRAMES * FRAME);
    say("Milvus, row of a line in files", lines("disk.insert_log"));
    double logged = of("milvus-frames0", 20_000, "disk.rocksmq") / 20_000 - VECTOR;
    say("Milvus, rows of a segment in the log", logged);
    double log = slope(MILVUS, 3_000, 30_000, "disk.rocksmq");
    say("Milvus, frame in the log", (log - VECTOR - logged) / (FRAMES * FRAME));
    say("Milvus, settings", of(MILVUS, 3_000, "disk.etcd.data"));
    double server = of(MILVUS, 300, "memory.segments");
    double row = (of("milvus-frames0", 20_000, "memory.segments") - server) / 20_000;
    say("Milvus, memory of a server", server);
    say("Milvus, rows of a segment in memory", row - VECTOR - CONNECTIONS);
    double many = of(MILVUS, 30_000, "memory.segments") + of(MILVUS, 60_000, "memory.segments");
    double all = (many - 2 * server) / 90_000;
    say("Milvus, frame in memory", (all - row) / (FRAMES * FRAME));
    say("Milvus, row of a line in memory", lines("disk.rocksmq"));
    milvusIngest();
    double calls = of(MILVUS, 300, "load.segments.cpu");
    say("Milvus, a search", calls);
    double graph = 0;
    for (int segments : GRAPHS) {
      graph += (of(MILVUS, segments, "load.segments.cpu") - calls) / GRAPHS.size();
    }
    say("Milvus, a graph searched", graph);
    say("Milvus, time of a search", waiting(MILVUS, GRAPHS));
    say("cores that clients keep busy", busy());
    say("Milvus, frame of a moment", (fetched(30_000) + fetched(60_000)) / 2);
  }

  private void milvusIngest() {
    double ingest = slope(MILVUS, 30_000, 60_000, "ingest.cpu");
    double again = of(MILVUS, 60_000, "merge.cpu") / of(MILVUS, 60_000, "merge.rows");
    // Three hundred are in no graph.
    double first = of(MILVUS, 300, "ingest.cpu") - 300 * (ingest - again);
    double second = of(MILVUS, 3_000, "ingest.cpu") - 3_000 * ingest;
    double last = of(MILVUS, 30_000, "ingest.cpu") - 30_000 * ingest;
    // What is left grows from a start to all of it, by a share of what is to come for each segment.
    double few = 1_000;
    double many = 30_000;
    for (int i = 0; i < 60; i++) {
      double warm = (few + many) / 2;
      double share = (left(300, warm) - left(3_000, warm)) / (left(300, warm) - left(30_000, warm));
      if (share > (second - first) / (last - first)) {
        few = warm;
      } else {
        many = warm;
      }
    }
    double warming = (last - first) / (left(300, few) - left(30_000, few));
    say("Milvus, ingest of a run", first - warming * (1 - left(300, few)));
    say("Milvus, until an ingest is warm", few);
    say("Milvus, an ingest gets warm", warming);
    say("Milvus, ingest", ingest);
    say("Milvus, a graph built again", again);
  }

  private static double left(double segments, double warm) {
    return Math.exp(-segments / warm);
  }

  /** The time of a search alone beside its core seconds under load, of segments and moments. */
  private double waiting(String store, List<Integer> sizes) {
    double sum = 0;
    for (int segments : sizes) {
      for (String what : List.of("segments", "moments")) {
        sum +=
            of(store, segments, "search." + what + ".p50")
                / of(store, segments, "load." + what + ".cpu");
      }
    }
    return sum / (2 * sizes.size());
  }

  private double busy() {
    double sum = 0;
    for (int segments : GRAPHS) {
      sum += of(MILVUS, segments, "load.segments.rate") * of(MILVUS, segments, "load.segments.cpu");
    }
    return sum / GRAPHS.size() / Runtime.getRuntime().availableProcessors();
  }

  /** A frame that comes from the server, where no process keeps all of them. */
  private double fetched(int segments) {
    double frames = 100 * FRAMES;
    double kept = Figures.MILVUS_FRAMES_KEPT.value() / (segments * FRAMES * FRAME);
    double compared = frames * Figures.LUCENE_MOMENTS_FRAME.value();
    return (moments(MILVUS, segments) - compared) / (frames * (1 - kept));
  }

  private double lines(String quantity) {
    return (of("milvus-lines10", 3_000, quantity) - of(MILVUS, 3_000, quantity)) / (LINES * 3_000);
  }

  private static void say(String figure, double value) {
    System.out.printf(Locale.ROOT, "%-40s %12.4g%n", figure, value);
  }
}
