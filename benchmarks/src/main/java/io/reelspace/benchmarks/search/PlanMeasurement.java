package io.reelspace.benchmarks.search;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchEffort;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.MilvusSettings;
import io.reelspace.space.Space;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What an index of so many segments takes: disk, memory, time of ingest and of searches. Its
 * numbers are what {@link PlanCheck} fits the constants of a plan to, and compares predictions
 * with.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the files, the number of segments, {@code
 * ingest} or {@code search}, and for a Milvus server {@code milvus://host:port/collection}, the
 * number of its process, and the folder of its data. See benchmarks/plan/README.md.
 */
public final class PlanMeasurement {

  /** Frames of a segment, unless the property {@code frames} says otherwise. */
  static final int FRAMES = 4;

  private static final int TOP = 10;
  private static final int SEGMENTS_OF_A_COMMIT = 300;
  private static final int WARM = 100;
  private static final int ALONE = 200;

  /** Looks at so much more than usual that the difference tells what a code costs. */
  static final SearchEffort WIDE = new SearchEffort(5_000, 4_000, 0.4);

  private static final int ROUNDS = 3;
  private static final int CLIENTS = 4;
  private static final double SECONDS_UNDER_LOAD = 4;
  private static final long SEED = 20260101;

  private final Measured measured;
  private final int segments;
  private final int frames;
  private final int linesOfSegment;
  private final String store;
  private final IndexLocation location;
  private final Path folder;
  private final Optional<ProcessUse> server;
  private int nextCaption;

  private PlanMeasurement(Path work, int segments, List<String> milvus) {
    this.measured = new Measured(work.resolve("measured.tsv"));
    this.segments = segments;
    this.frames = Integer.getInteger("frames", FRAMES);
    this.linesOfSegment = Integer.getInteger("lines", 0);
    String with =
        (frames == FRAMES ? "" : "-frames" + frames)
            + (linesOfSegment == 0 ? "" : "-lines" + linesOfSegment);
    if (milvus.isEmpty()) {
      this.store = "lucene" + with;
      this.folder = work.resolve("lucene-" + segments);
      this.location = IndexLocation.of(folder);
      this.server = Optional.empty();
    } else {
      this.store = "milvus" + with;
      this.folder = Path.of(milvus.get(2));
      this.location = MilvusLocation.of(milvus.get(0), MilvusSettings.plain(work.resolve("cache")));
      this.server = Optional.of(new ProcessUse(Long.parseLong(milvus.get(1))));
    }
  }

  /** Prints a line for each number, and adds it to {@code measured.tsv}. */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    Path flickr = Path.of(all.get(0));
    Path work = Files.createDirectories(Path.of(all.get(1)));
    int segments = Integer.parseInt(all.get(2));
    PlanMeasurement measurement = new PlanMeasurement(work, segments, all.subList(4, all.size()));
    Path cache = work.resolve("cache");
    try (Space space =
        Space.open(BundledSpaces.unpack(BundledSpaces.DEFAULT, cache), Inference.in(cache))) {
      if (all.get(3).equals("ingest")) {
        List<float[]> photos = Corpus.photos(flickr, space, work.resolve("photos.f32"));
        measurement.ingest(SpaceIdentity.of(space), photos, Corpus.queries(flickr));
      } else {
        measurement.search(Corpus.queries(flickr).stream().map(space::embedText).toList());
      }
    }
  }

  private void add(String quantity, double value) throws IOException {
    measured.add(store, segments, quantity, value);
  }

  /** Of this process, and of the server. */
  private double processorSeconds() throws IOException {
    double own = new ProcessUse(ProcessHandle.current().pid()).processorSeconds();
    return server.isPresent() ? own + server.get().processorSeconds() : own;
  }

  private void ingest(SpaceIdentity space, List<float[]> photos, List<String> captions)
      throws Exception {
    Iterator<Corpus.Video> videos =
        Corpus.videos(photos, segments, frames, new Random(SEED)).iterator();
    int count = 0;
    try (VideoIndex index = location.open(space)) {
      int uncommitted = 0;
      double making = 0;
      double began = processorSeconds();
      long startOfAll = System.nanoTime();
      double idle = 0;
      long nanos = 0;
      while (videos.hasNext()) {
        double before = threadSeconds();
        Corpus.Video video = videos.next();
        making += threadSeconds() - before;
        count++;
        long start = System.nanoTime();
        index.upsert(video.video(), video.segments(), lines(video.segments(), captions));
        uncommitted += video.segments().size();
        if (uncommitted >= SEGMENTS_OF_A_COMMIT || !videos.hasNext()) {
          index.commit();
          uncommitted = 0;
        }
        nanos += System.nanoTime() - start;
      }
      add("videos", count);
      add("ingest.seconds", nanos / 1e9);
      long start = System.nanoTime();
      index.compact(() -> false);
      add("compact.seconds", (System.nanoTime() - start) / 1e9);
      if (server.isPresent()) {
        idle = server.get().awaitIdle() * (System.nanoTime() - startOfAll) / 1e9;
      }
      add("settle.seconds", (System.nanoTime() - start) / 1e9);
      add("ingest.cpu", processorSeconds() - began - making - idle);
    }
    disk();
  }

  private void disk() throws IOException {
    Map<String, Long> bytes = bytes();
    for (Map.Entry<String, Long> part : bytes.entrySet()) {
      add("disk." + part.getKey(), part.getValue().doubleValue());
    }
    add("disk", bytes.values().stream().mapToDouble(Long::doubleValue).sum());
  }

  /** Captions, as if they were said one after another during each segment. */
  private List<IndexedLine> lines(List<IndexedSegment> said, List<String> captions) {
    List<IndexedLine> lines = new ArrayList<>();
    for (IndexedSegment segment : said) {
      double length = (segment.end() - segment.start()) / Math.max(1, linesOfSegment);
      for (int i = 0; i < linesOfSegment; i++) {
        double start = segment.start() + i * length;
        String text = captions.get(nextCaption++ % captions.size());
        lines.add(new IndexedLine(start, start + length, text, Optional.of("en")));
      }
    }
    return lines;
  }

  private static double threadSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  /** By the kind of file: its ending in Lucene, its folder in Milvus. */
  private Map<String, Long> bytes() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    Path top = server.isEmpty() ? folder : folder.resolve("data"); // beside it are programs, logs
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = top.relativize(file).toString();
        String kind =
            server.isEmpty()
                ? name.substring(name.lastIndexOf('.') + 1)
                : top.relativize(file).getName(0).toString();
        bytes.merge(kind, Files.size(file), Long::sum);
      }
    } catch (UncheckedIOException e) {
      return bytes(); // a server deletes files meanwhile
    }
    return bytes;
  }

  private void search(List<float[]> queries) throws Exception {
    if (server.isEmpty()) {
      forget();
    }
    try (VideoIndex index = location.openReadOnly()) {
      if (server.isPresent()) {
        server.get().awaitIdle(); // it may join files after a start
      }
      search(index, queries, Ranking.SEGMENTS, "segments");
      search(index, queries, Ranking.MOMENTS, "moments");
    }
    if (server.isPresent()) {
      disk(); // by now it has deleted what it had put together anew
    } else {
      try (VideoIndex index = VideoIndex.openReadOnly(folder, WIDE)) {
        search(index, queries, Ranking.SEGMENTS, "wide");
      }
    }
  }

  /** With other queries each time, as a client of a server keeps what it was given before. */
  private void search(VideoIndex index, List<float[]> queries, Ranking ranking, String name)
      throws Exception {
    loaded(index, queries.subList(0, WARM), ranking);
    memory(name);
    for (int round = 0; round < ROUNDS; round++) {
      oneByOne(index, queries.subList(WARM, WARM + ALONE), ranking, name);
      double before = processorSeconds();
      long start = System.nanoTime();
      long searches = loaded(index, queries.subList(WARM + ALONE, queries.size()), ranking);
      add("load." + name + ".rate", searches / ((System.nanoTime() - start) / 1e9));
      add("load." + name + ".cpu", (processorSeconds() - before) / searches);
    }
  }

  private static SearchRequest request(float[] vector, Ranking ranking) {
    return new SearchRequest(vector, TOP, Grouping.MOMENT, -1).withRanking(ranking);
  }

  private void oneByOne(VideoIndex index, List<float[]> queries, Ranking ranking, String name)
      throws IOException {
    long[] nanos = new long[queries.size()];
    double before = processorSeconds();
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      index.search(request(queries.get(i), ranking));
      nanos[i] = System.nanoTime() - start;
    }
    add("search." + name + ".cpu", (processorSeconds() - before) / nanos.length);
    Arrays.sort(nanos);
    add("search." + name + ".p50", nanos[nanos.length / 2] / 1e9);
  }

  /** Some clients ask for some seconds; how many searches they made. */
  private static long loaded(VideoIndex index, List<float[]> queries, Ranking ranking)
      throws Exception {
    long end = System.nanoTime() + (long) (SECONDS_UNDER_LOAD * 1e9);
    long searches = 0;
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        int first = c * queries.size() / CLIENTS;
        Callable<Integer> client =
            () -> {
              int count = 0;
              while (System.nanoTime() < end) {
                index.search(request(queries.get((first + count++) % queries.size()), ranking));
              }
              return count;
            };
        done.add(clients.submit(client));
      }
      for (Future<Integer> count : done) {
        searches += count.get();
      }
    }
    return searches;
  }

  /** Has the system drop what it keeps of the index's files, so that only what is read counts. */
  private void forget() throws Exception {
    for (Path file : files()) {
      run("dd", "if=" + file, "iflag=nocache", "count=0", "status=none");
    }
  }

  private void memory(String name) throws Exception {
    if (server.isPresent()) {
      add("memory." + name, server.get().residentBytes());
      return;
    }
    System.gc();
    System.gc();
    add(
        "memory." + name + ".heap",
        (double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    for (Path file : files()) {
      String kind = file.toString().substring(file.toString().lastIndexOf('.') + 1);
      if (List.of("clu", "vec", "dvd", "cfs").contains(kind)) {
        String pages =
            run("fincore", "--bytes", "--noheadings", "--output", "RES", file.toString());
        add("memory." + name + "." + kind, Double.parseDouble(pages.strip()));
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
