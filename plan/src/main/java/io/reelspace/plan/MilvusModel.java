package io.reelspace.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Three collections of a Milvus server: rows and graphs in its object storage, both loaded by its
 * query nodes. Sizes and times are fitted to Milvus 2.3.5, but for what is said at {@link
 * Figures#DISKANN_MEMORY}, which was not tried.
 *
 * @param graph how vectors are found
 */
public record MilvusModel(Graph graph) implements IndexModel {

  /** How vectors are found. */
  public enum Graph {
    /** In memory. */
    HNSW("HNSW"),
    /** On the disk of the query nodes. */
    DISKANN("DiskANN");

    private final String label;

    Graph(String label) {
      this.label = label;
    }
  }

  static final String GRAPHS = "graphs";

  private static final double MEBIBYTE = 1024.0 * 1024;
  private static final int CONNECTIONS = 32;
  private static final double SECTOR = 4_096;

  /** Rows below which the server makes no graph ({@code minSegmentNumRowsToEnableIndex}). */
  private static final double LEAST_IN_GRAPH = 1_024;

  /** Share of a file at which the server ends it first ({@code sealProportion}). */
  private static final double PIECE = 0.23;

  /** Pieces that it joins at least. */
  private static final double LEAST_JOINED = 3;

  /** Three of five pieces are joined, and then all five: eight fifths of the rows again. */
  private static final double JOINED = 1.6;

  @Override
  public String kind() {
    return "milvus-" + graph.label.toLowerCase(Locale.ROOT);
  }

  @Override
  public String label() {
    return "Milvus, " + graph.label;
  }

  @Override
  public List<Part> disk(Counts counts, Embedding embedding) {
    double vectors = counts.segments() * embedding.vectorBytes() * stored();
    double frames = counts.frames() * embedding.frameBytes() * Figures.MILVUS_FRAME_STORED.value();
    double rows =
        counts.segments() * Figures.MILVUS_SEGMENT_BYTES.value()
            + counts.videos() * Figures.MILVUS_VIDEO_BYTES.value();
    double words = counts.lines() * Figures.MILVUS_LINE_BYTES.value();
    double written =
        counts.segments() * (embedding.vectorBytes() + Figures.MILVUS_SEGMENT_LOGGED.value())
            + counts.frames() * embedding.frameBytes() * Figures.MILVUS_FRAME_LOGGED.value();
    double log = Math.min(written, Figures.MILVUS_LOG_KEPT.value() * MEBIBYTE);
    return List.of(
        new Part("vectors", vectors),
        new Part(GRAPHS, graphBytes(counts, embedding)),
        new Part("frames", frames),
        new Part("rows", rows),
        new Part("words", words),
        new Part("log", log),
        new Part("settings", Figures.MILVUS_SETTINGS.value()));
  }

  private static double stored() {
    return Figures.MILVUS_VECTOR_STORED.value();
  }

  /** Graphs hold the vectors once more. */
  private double graphBytes(Counts counts, Embedding embedding) {
    if (counts.segments() < LEAST_IN_GRAPH) {
      return 0;
    }
    return switch (graph) {
      case HNSW ->
          counts.segments()
              * (embedding.vectorBytes() * stored() + 2 * Integer.BYTES * CONNECTIONS);
      case DISKANN -> counts.segments() * nodeBytes(embedding);
    };
  }

  /** A node of DiskANN's graph, which begins at a sector of the disk where it fills one. */
  static double nodeBytes(Embedding embedding) {
    double node = embedding.vectorBytes() + Integer.BYTES * (Figures.DISKANN_DEGREE.value() + 1);
    return node < SECTOR ? SECTOR / Math.floor(SECTOR / node) : SECTOR * Math.ceil(node / SECTOR);
  }

  @Override
  public List<Part> memory(Counts counts, Embedding embedding) {
    List<Part> parts = new ArrayList<>();
    double vectors = counts.segments() * embedding.vectorBytes();
    switch (graph) {
      case HNSW ->
          parts.add(
              new Part(
                  "vectors and graphs",
                  vectors + counts.segments() * 2 * Integer.BYTES * CONNECTIONS));
      case DISKANN ->
          parts.add(new Part("codes and cache", vectors * Figures.DISKANN_MEMORY.value()));
    }
    parts.add(
        new Part(
            "frames",
            counts.frames() * embedding.frameBytes() * Figures.MILVUS_FRAME_LOADED.value()));
    parts.add(
        new Part(
            "rows",
            counts.segments() * Figures.MILVUS_SEGMENT_LOADED.value()
                + counts.lines() * Figures.MILVUS_LINE_LOADED.value()));
    parts.add(new Part("server", Figures.MILVUS_MEMORY.value()));
    return parts;
  }

  /**
   * Each row is put into a graph; where pieces are joined to larger files, again and again. The
   * first rows take longer, until the client's code is compiled.
   */
  @Override
  public double ingestSeconds(Counts counts, Embedding embedding) {
    double pieces = counts.segments() * rowBytes(embedding) / (PIECE * fileBytes());
    double again = pieces < LEAST_JOINED ? 0 : JOINED;
    if (counts.segments() < LEAST_IN_GRAPH) {
      again = -1; // in none
    }
    double segment =
        Figures.MILVUS_INGEST_SEGMENT.value() + again * Figures.MILVUS_INGEST_AGAIN.value();
    double warm = 1 - Math.exp(-counts.segments() / Figures.MILVUS_INGEST_WARM.value());
    return Figures.MILVUS_INGEST_START.value()
        + warm * Figures.MILVUS_INGEST_WARMING.value()
        + counts.segments() * embedding.scale() * segment;
  }

  @Override
  public double ingestHeap(Counts counts, Embedding embedding) {
    return 0;
  }

  /** Graphs that a search asks, each over as many rows as the server puts into one file. */
  public double graphs(Counts counts, Embedding embedding) {
    if (counts.segments() < LEAST_IN_GRAPH) {
      return 0;
    }
    return Math.max(1, counts.segments() * rowBytes(embedding) / fileBytes());
  }

  private static double rowBytes(Embedding embedding) {
    return embedding.vectorBytes() + Figures.MILVUS_SEGMENT_LOGGED.value();
  }

  private static double fileBytes() {
    return Figures.MILVUS_FILE.value() * MEBIBYTE;
  }

  @Override
  public double searchSeconds(Counts counts, Embedding embedding, Results results) {
    return callSeconds(counts, embedding, results)
        + searches(results) * graphs(counts, embedding) * graphSeconds(embedding);
  }

  /** A query node searches its graphs side by side. */
  @Override
  public double searchTime(Counts counts, Embedding embedding, Results results, double cores) {
    double graphs = graphs(counts, embedding);
    double oneAfterAnother = Math.max(Math.min(1, graphs), graphs / cores);
    return Figures.MILVUS_WAITING.value()
        * (callSeconds(counts, embedding, results)
            + searches(results) * oneAfterAnother * graphSeconds(embedding));
  }

  private static int searches(Results results) {
    return Math.max(1, results.rounds());
  }

  private static double graphSeconds(Embedding embedding) {
    return embedding.scale() * Figures.MILVUS_SEARCH_GRAPH.value();
  }

  /** Frames are compared where they are asked for, as in a folder; some are kept there. */
  private static double callSeconds(Counts counts, Embedding embedding, Results results) {
    double compared = results.segmentsRead() * counts.framesOfSegment();
    double all = counts.frames() * embedding.frameBytes();
    double kept = all == 0 ? 0 : Math.min(1, Figures.MILVUS_FRAMES_KEPT.value() / all);
    double fetched = (1 - kept) * results.segmentsOfLastRound() * counts.framesOfSegment();
    return searches(results) * Figures.MILVUS_SEARCH_START.value()
        + compared * embedding.scale() * Figures.LUCENE_MOMENTS_FRAME.value()
        + fetched * embedding.scale() * Figures.MILVUS_MOMENTS_FRAME.value();
  }
}
