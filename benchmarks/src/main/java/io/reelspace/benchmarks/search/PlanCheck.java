package io.reelspace.benchmarks.search;

import io.reelspace.plan.Counts;
import io.reelspace.plan.Embedding;
import io.reelspace.plan.Figures;
import io.reelspace.plan.IndexModel;
import io.reelspace.plan.LuceneModel;
import io.reelspace.plan.MilvusModel;
import io.reelspace.plan.Part;
import io.reelspace.plan.Precision;
import io.reelspace.plan.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a plan says of indexes of a few sizes, beside what {@link PlanMeasurement} measured.
 *
 * <p>Arguments: the file {@code measured.tsv}, and {@code check} or {@code fit}. The latter prints
 * the numbers that {@link Figures} holds, from sizes that are not among those that are checked.
 */
public final class PlanCheck {

  private static final List<Integer> CHECKED = List.of(1_000, 10_000, 100_000);
  private static final double ALLOWED = 0.2;
  private static final Embedding BASE = new Embedding("base", 1280, Precision.FLOAT32, 2, 0);

  private final Measured.Numbers numbers;
  private int within;
  private int compared;

  private PlanCheck(Measured.Numbers numbers) {
    this.numbers = numbers;
  }

  /** Prints a line for each number. */
  public static void main(String[] arguments) throws IOException {
    Measured.Numbers numbers = Measured.read(Path.of(arguments[0]));
    if (arguments[1].equals("fit")) {
      new PlanFit(numbers).print();
    } else {
      new PlanCheck(numbers).run();
    }
  }

  private void run() {
    System.out.printf(
        Locale.ROOT,
        "%-7s %-26s %8s %12s %12s %6s%n",
        "index",
        "",
        "segments",
        "predicted",
        "measured",
        "ratio");
    for (IndexModel index : List.of(new LuceneModel(), new MilvusModel(MilvusModel.Graph.HNSW))) {
      String store = index instanceof LuceneModel ? "lucene" : "milvus";
      for (int segments : CHECKED) {
        number(store, segments, "videos")
            .ifPresent(videos -> check(index, store, segments, videos));
      }
    }
    System.out.printf(Locale.ROOT, "%d of %d within %.0f %%%n", within, compared, 100 * ALLOWED);
  }

  /** All segments of a made-up video look alike: they are one moment, and each a candidate. */
  static Results moments(int segments, double videos) {
    return new Results(true, Math.ceil(segments / videos), 1);
  }

  static Counts counts(int segments, double videos, int frames) {
    return new Counts(segments, (double) segments * frames, videos, 0);
  }

  private void check(IndexModel index, String store, int segments, double videos) {
    Counts counts = counts(segments, videos, PlanMeasurement.FRAMES);
    compare(
        store,
        segments,
        "disk, MB",
        Part.sum(index.disk(counts, BASE)) / 1e6,
        number(store, segments, "disk").map(bytes -> bytes / 1e6));
    compare(
        store,
        segments,
        "memory, MB",
        memory(index, counts) / 1e6,
        memory(store, segments).map(bytes -> bytes / 1e6));
    compare(
        store,
        segments,
        "ingest, core s",
        index.ingestSeconds(counts, BASE),
        number(store, segments, "ingest.cpu"));
    for (boolean moments : List.of(false, true)) {
      String name = moments ? "moments" : "segments";
      Results results = moments ? moments(segments, videos) : Results.SEGMENTS;
      double seconds = index.searchSeconds(counts, BASE, results);
      compare(
          store,
          segments,
          name + ", p50, ms",
          1e3 * index.searchTime(counts, BASE, results, cores()),
          number(store, segments, "search." + name + ".p50").map(p50 -> 1e3 * p50));
      compare(
          store,
          segments,
          name + ", core ms",
          1e3 * seconds,
          number(store, segments, "load." + name + ".cpu").map(cpu -> 1e3 * cpu));
      compare(
          store,
          segments,
          name + ", a second",
          cores() * Figures.CORES_BUSY.value() / seconds,
          number(store, segments, "load." + name + ".rate"));
    }
  }

  private static double cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Without what a server of Reelspace takes, which the benchmark does not start. */
  private static double memory(IndexModel index, Counts counts) {
    double parts =
        index.memory(counts, BASE).stream()
            .filter(part -> index instanceof MilvusModel || part.name().equals("codes"))
            .mapToDouble(Part::bytes)
            .sum();
    return index instanceof MilvusModel ? parts : parts + Figures.LUCENE_HEAP.value();
  }

  private Optional<Double> memory(String store, int segments) {
    if (store.equals("milvus")) {
      return number(store, segments, "memory.segments");
    }
    // Small indexes have codes and all else in one file.
    Optional<Double> codes = number(store, segments, "memory.segments.clu");
    return number(store, segments, "memory.segments.heap")
        .flatMap(heap -> codes.map(bytes -> heap + bytes));
  }

  private Optional<Double> number(String store, int segments, String quantity) {
    return numbers.find(store, segments, quantity);
  }

  private void compare(
      String store, int segments, String what, double predicted, Optional<Double> measured) {
    if (measured.isPresent()) {
      double ratio = predicted / measured.get();
      boolean good = ratio >= 1 - ALLOWED && ratio <= 1 + ALLOWED;
      compared++;
      within += good ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "%-7s %-26s %8d %12.2f %12.2f %6.2f%s%n",
          store,
          what,
          segments,
          predicted,
          measured.get(),
          ratio,
          good ? "" : " *");
    }
  }
}
