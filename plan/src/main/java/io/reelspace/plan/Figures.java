package io.reelspace.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All numbers that plans are made with, each with its source. What follows from how files are
 * written is in the models themselves.
 */
public final class Figures {

  private static final List<Figure> COLLECTED = new ArrayList<>();

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

  private static final String CHECK = "search.PlanCheck fit, docs/benchmarks/scaling.md";
  private static final String CLIPS =
      "media.SegmentCount, joined sample clips, docs/benchmarks/scaling.md";
  private static final String INGEST = "benchmarks/plan/ingest.py, docs/benchmarks/scaling.md";
  private static final String ENCODERS =
      "benchmarks/plan/ingest.py, divided as in docs/benchmarks/encoders.md";
  private static final String WORDS = "docs/benchmarks/scaling.md, lines of words";
  private static final String RULE = "a rule of this plan, not measured";
  private static final String TIMM =
      "pytorch-image-models, results/benchmark-infer-amp-nhwc-pt240-cu124-rtx3090.csv"
          + " (RTX 3090, mixed precision, batches of 1,024)";
  private static final String NVDEC =
      "NVIDIA, NVDEC Application Note, Video Codec SDK 13.0, table of decoding performance,"
          + " at its highest clock";
  private static final String MILVUS_YAML = "milvus.yaml of Milvus 2.3.5, the default";
  private static final String SIZING =
      "zilliz.com/sizing-tool, minimum cluster, without query node";
  private static final String DISKANN =
      "milvus.io/docs/disk_index.md, the default; not tried with Reelspace";

  // What videos are like.

  /** Of sample clips that were joined to one video. */
  public static final Figure SHOTS_PER_HOUR = measured("shots of an hour", 660, "shots", CLIPS);

  // Decoding and networks.

  /** Decoding h264 and scaling, finding shots, carrying pictures to the encoder. */
  public static final Figure DECODE_MEGAPIXEL =
      measured("decoding and finding shots", 0.00253, "core seconds a megapixel", INGEST);

  /** EfficientNet-Lite0 in 8 bits, with its share of the tower. */
  public static final Figure LITE0_INT8 =
      measured("efficientnet-lite0-int8", 0.0046, "core seconds a frame", ENCODERS);

  /** EfficientNet-Lite2 in 8 bits. */
  public static final Figure LITE2_INT8 =
      measured("efficientnet-lite2-int8", 0.0082, "core seconds a frame", ENCODERS);

  /** EfficientNet-Lite0 in float32. */
  public static final Figure LITE0 =
      measured("efficientnet-lite0", 0.0075, "core seconds a frame", ENCODERS);

  /** Both text networks of {@code base}. */
  public static final Figure TEXT_SECONDS =
      measured("text networks of base", 0.0116, "core seconds a text", "docs/benchmarks/serve.md");

  /** One decoding engine of an Ampere GPU; some GPUs have several. */
  public static final Figure GPU_DECODE =
      published("NVDEC of an Ampere GPU, h264", 748, "1080p pictures a second", NVDEC);

  /** On an Ampere GPU. */
  public static final Figure GPU_LITE0 =
      published("efficientnet_lite0 on an Ampere GPU", 9657.18, "frames a second", TIMM);

  /** On an Ampere GPU, pictures of 260 pixels. */
  public static final Figure GPU_LITE2 =
      published("efficientnet_lite2 on an Ampere GPU", 4895.77, "frames a second", TIMM);

  // Lucene.

  /** Of the document of a segment, beside vectors and frames. */
  public static final Figure LUCENE_SEGMENT_BYTES =
      measured("Lucene, document of a segment", 8, "bytes", CHECK);

  /** Of the document of a video, beside its vector. */
  public static final Figure LUCENE_VIDEO_BYTES =
      measured("Lucene, document of a video", 130, "bytes", CHECK);

  /** Of a line of words. */
  public static final Figure LUCENE_LINE_BYTES =
      measured("Lucene, line of words", 84, "bytes", WORDS);

  /** Of a server under load, without files of the index. */
  public static final Figure SERVER_MEMORY =
      measured("memory of a server", 783000000.0, "bytes", "docs/benchmarks/serve.md");

  /** Of a run, whatever it indexes. */
  public static final Figure LUCENE_INGEST_START =
      measured("Lucene, ingest of a run", 0.866, "core seconds", CHECK);

  /** Written, and merged with others. */
  public static final Figure LUCENE_INGEST_SEGMENT =
      measured("Lucene, ingest", 0.000966, "core seconds a segment of 1,280 dimensions", CHECK);

  /** Axes and clusters, where an index has more than 5,000 segments and videos. */
  public static final Figure LUCENE_INGEST_ORDER =
      measured("Lucene, order", 5.56, "core seconds at 1,280 dimensions", CHECK);

  /** Of Java, with an index that is open. */
  public static final Figure LUCENE_HEAP = measured("Lucene, heap", 19300000.0, "bytes", CHECK);

  /** Of a search by vector, whatever it looks at. */
  public static final Figure LUCENE_SEARCH_START =
      measured("Lucene, a search", 3.64e-05, "core seconds", CHECK);

  /** Compared, where there are up to 5,000. */
  public static final Figure LUCENE_SEARCH_RAW =
      measured(
          "Lucene, raw vector compared",
          1.104e-07,
          "core seconds a segment of 1,280 dimensions",
          CHECK);

  /** Scored again on their raw vectors, above 5,000. */
  public static final Figure LUCENE_SEARCH_CANDIDATES =
      measured("Lucene, candidates scored again", 6.55e-05, "core seconds", CHECK);

  /** A code or centroid compared. */
  public static final Figure LUCENE_SEARCH_CODE =
      measured("Lucene, code compared", 3.16e-08, "core seconds", CHECK);

  /** The time of a search that runs alone, beside its core seconds under load. */
  public static final Figure LUCENE_WAITING =
      measured("Lucene, time of a search", 1.08, "seconds a core second", CHECK);

  /** Read and compared. */
  public static final Figure LUCENE_MOMENTS_FRAME =
      measured(
          "Lucene, frame of a moment", 2.88e-06, "core seconds a frame of 1,280 dimensions", CHECK);

  // Milvus.

  /** What is left of a vector in a file, compressed. */
  public static final Figure MILVUS_VECTOR_STORED =
      measured("Milvus, vector in a file", 0.9, "bytes a byte", CHECK);

  /** What is left of a frame in a file, as text and compressed. */
  public static final Figure MILVUS_FRAME_STORED =
      measured("Milvus, frame in a file", 0.985, "bytes a byte", CHECK);

  /** Of the rows of a segment, beside vector and frames. */
  public static final Figure MILVUS_SEGMENT_BYTES =
      measured("Milvus, rows of a segment in files", 67, "bytes", CHECK);

  /** Of the row of a video. */
  public static final Figure MILVUS_VIDEO_BYTES =
      measured("Milvus, row of a video in files", 70, "bytes", CHECK);

  /** Of the row of a line of words. */
  public static final Figure MILVUS_LINE_BYTES =
      measured("Milvus, row of a line in files", 36, "bytes", WORDS);

  /** Of the rows of a segment in the log of what is written, beside vector and frames. */
  public static final Figure MILVUS_SEGMENT_LOGGED =
      measured("Milvus, rows of a segment in the log", 376, "bytes", CHECK);

  /** A frame in the log. */
  public static final Figure MILVUS_FRAME_LOGGED =
      measured("Milvus, frame in the log", 0.995, "bytes a byte", CHECK);

  /** The log is kept for three days, and up to this size. */
  public static final Figure MILVUS_LOG_KEPT =
      published("Milvus, log kept", 8192, "MiB", MILVUS_YAML);

  /** The store of settings within the server, of a size set beforehand. */
  public static final Figure MILVUS_SETTINGS =
      measured("Milvus, settings", 128200000.0, "bytes", CHECK);

  /** Of a server without collections. */
  public static final Figure MILVUS_MEMORY =
      measured("Milvus, memory of a server", 258000000.0, "bytes", CHECK);

  /** A frame in memory, as text. */
  public static final Figure MILVUS_FRAME_LOADED =
      measured("Milvus, frame in memory", 2.18, "bytes a byte", CHECK);

  /** The rows of a segment, with its share of those of videos, beside vector, graph and frames. */
  public static final Figure MILVUS_SEGMENT_LOADED =
      measured("Milvus, rows of a segment in memory", 1390, "bytes", CHECK);

  /** The row of a line in memory: as in the log, which is not compressed. */
  public static final Figure MILVUS_LINE_LOADED =
      measured("Milvus, row of a line in memory", 217, "bytes", WORDS);

  /** Of a run, whatever it indexes. */
  public static final Figure MILVUS_INGEST_START =
      measured("Milvus, ingest of a run", 0.74, "core seconds", CHECK);

  /** What the first segments of a run take more, all together. */
  public static final Figure MILVUS_INGEST_WARMING =
      measured("Milvus, an ingest gets warm", 7.3, "core seconds", CHECK);

  /** With each so many, two thirds of that are over. */
  public static final Figure MILVUS_INGEST_WARM =
      measured("Milvus, until an ingest is warm", 8500, "segments", CHECK);

  /** Sent, written, and put into a graph, by client and server. */
  public static final Figure MILVUS_INGEST_SEGMENT =
      measured("Milvus, ingest", 0.00141, "core seconds a segment of 1,280 dimensions", CHECK);

  /** Put into a graph once more, where files are joined. */
  public static final Figure MILVUS_INGEST_AGAIN =
      measured(
          "Milvus, a graph built again",
          0.000508,
          "core seconds a segment of 1,280 dimensions",
          CHECK);

  /** What the server puts into one file, and one graph, at most. */
  public static final Figure MILVUS_FILE = published("Milvus, file", 512, "MiB", MILVUS_YAML);

  /** Of a search by vector, client and server, whatever it looks at. */
  public static final Figure MILVUS_SEARCH_START =
      measured("Milvus, a search", 0.00433, "core seconds", CHECK);

  /** For each graph. */
  public static final Figure MILVUS_SEARCH_GRAPH =
      measured("Milvus, a graph searched", 0.00235, "core seconds at 1,280 dimensions", CHECK);

  /** Of frames that were looked at last, in each process that searches. */
  public static final Figure MILVUS_FRAMES_KEPT =
      rule("Milvus, frames kept by a process", 64e6, "bytes", "a setting, docs/milvus.md");

  /** Brought from the server. */
  public static final Figure MILVUS_MOMENTS_FRAME =
      measured(
          "Milvus, frame of a moment", 1.96e-05, "core seconds a frame of 1,280 dimensions", CHECK);

  /** The time of a search that runs alone, beside its core seconds. */
  public static final Figure MILVUS_WAITING =
      measured("Milvus, time of a search", 0.92, "seconds a core second", CHECK);

  /** Coordinators, proxies, data and index nodes, etcd, MinIO and Pulsar. */
  public static final Figure MILVUS_SERVICE_CORES =
      published("Milvus, services of a cluster", 39.5, "cores", SIZING);

  /** The same. */
  public static final Figure MILVUS_SERVICE_MEMORY =
      published("Milvus, memory of these services", 160500000000.0, "bytes", SIZING);

  /** Codes (an eighth) and cached vectors (an eighth) that DiskANN keeps in memory. Not tried. */
  public static final Figure DISKANN_MEMORY =
      published("DiskANN, in memory", 0.25, "bytes a byte of vectors", DISKANN);

  /** Connections of a node. Not tried. */
  public static final Figure DISKANN_DEGREE =
      published("DiskANN, connections", 56, "connections", DISKANN);

  /** With twice as many clients as cores. */
  public static final Figure CORES_BUSY =
      measured("cores that clients keep busy", 0.87, "of a machine's", CHECK);

  // Rules.

  /** Of a machine's memory; the rest is for the system and for what comes. */
  public static final Figure MEMORY_SHARE =
      rule("memory that is filled", 0.8, "of a machine's", RULE);

  /** Of a machine's disk; the rest is for files that are joined, and for what comes. */
  public static final Figure DISK_SHARE = rule("disk that is filled", 0.8, "of a machine's", RULE);

  /** Of the cores at the busiest time, so that searches need not wait for one another. */
  public static final Figure SEARCH_SHARE =
      rule("cores busy with searches", 0.5, "of a machine's", RULE);

  /** Of the cores during an ingest. */
  public static final Figure INGEST_SHARE =
      rule("cores busy with ingest", 0.9, "of a machine's", RULE);

  /** What a person waits for gladly. */
  public static final Figure LONGEST_SEARCH = rule("longest search", 1, "seconds", RULE);

  private Figures() {}

  private static Figure measured(String name, double value, String unit, String source) {
    return collected(new Figure(name, value, unit, "measured: " + source, TODAY));
  }

  private static Figure published(String name, double value, String unit, String source) {
    return collected(new Figure(name, value, unit, "published: " + source, TODAY));
  }

  private static Figure rule(String name, double value, String unit, String source) {
    return collected(new Figure(name, value, unit, source, TODAY));
  }

  private static Figure collected(Figure figure) {
    COLLECTED.add(figure);
    return figure;
  }

  /** All of them, in the order of this file. */
  public static List<Figure> all() {
    return Collections.unmodifiableList(COLLECTED);
  }

  /** Core seconds of a frame in the space {@code base}. */
  public static double frameSecondsOfBase() {
    return LITE0_INT8.value() + LITE2_INT8.value();
  }
}
