package io.reelspace.plan;

import java.util.List;

/**
 * An index in a folder: raw vectors and frames on disk, codes in clusters that a search reads.
 *
 * <p>Sizes of vectors, codes and frames follow from how the files are written (see {@code
 * ClusteredVectorsFormat} and {@code QuantisedFrames} of the module {@code index}); documents and
 * times are fitted.
 */
public record LuceneModel() implements IndexModel {

  /** Below this vectors are one cluster and are not projected. */
  private static final double LEAST_CLUSTERED = 1_000;

  private static final double CLUSTERS_FOR_ROOT = 8;
  private static final int AXES = 256;

  /** Vectors of the sample for each cluster. */
  private static final double SAMPLES = 16;

  private static final double ARRAY_HEAD = 24;

  /** Segments up to which every raw vector is compared. */
  private static final double EXACT_UP_TO = 5_000;

  private static final double LEAST_SEEN = 4_000;
  private static final double SHARE_SEEN = 0.06;

  @Override
  public String kind() {
    return "lucene";
  }

  @Override
  public String label() {
    return "Lucene, in a folder";
  }

  @Override
  public List<Part> disk(Counts counts, Embedding embedding) {
    double vectors = (counts.segments() + counts.videos()) * embedding.vectorBytes();
    double codes =
        clusterBytes(counts.segments(), embedding.dimension())
            + clusterBytes(counts.videos(), embedding.dimension());
    double documents =
        counts.segments() * Figures.LUCENE_SEGMENT_BYTES.value()
            + counts.videos() * Figures.LUCENE_VIDEO_BYTES.value();
    return List.of(
        new Part("vectors", vectors),
        new Part("codes", codes),
        new Part("frames", counts.frames() * embedding.frameBytes()),
        new Part("documents", documents),
        new Part("words", counts.lines() * Figures.LUCENE_LINE_BYTES.value()));
  }

  @Override
  public List<Part> memory(Counts counts, Embedding embedding) {
    return List.of(
        new Part("codes", clusterBytes(counts.segments(), embedding.dimension())),
        new Part("server", Figures.SERVER_MEMORY.value()));
  }

  /** Bytes of the file of clusters for so many vectors, once they are in one part. */
  static double clusterBytes(double vectors, int dimension) {
    boolean clustered = vectors >= LEAST_CLUSTERED;
    double clusters = clustered ? Math.floor(CLUSTERS_FOR_ROOT * Math.sqrt(vectors)) : 1;
    boolean projected = clustered && dimension > AXES;
    int kept = projected ? AXES : dimension;
    double axes = projected ? 4.0 * AXES * dimension : 0;
    return axes + 4 * clusters * (kept + 1) + vectors * (kept + 4);
  }

  @Override
  public double ingestSeconds(Counts counts, Embedding embedding) {
    boolean ordered = counts.segments() + counts.videos() > EXACT_UP_TO;
    return Figures.LUCENE_INGEST_START.value()
        + embedding.scale()
            * (counts.segments() * Figures.LUCENE_INGEST_SEGMENT.value()
                + (ordered ? Figures.LUCENE_INGEST_ORDER.value() : 0));
  }

  @Override
  public double ingestHeap(Counts counts, Embedding embedding) {
    double vectors = counts.segments();
    if (vectors < LEAST_CLUSTERED) {
      return 0;
    }
    double sample = Math.min(vectors, SAMPLES * CLUSTERS_FOR_ROOT * Math.sqrt(vectors));
    double kept = Math.min(AXES, embedding.dimension());
    return sample * (Float.BYTES * kept + ARRAY_HEAD) + 2 * Integer.BYTES * vectors;
  }

  @Override
  public double searchSeconds(Counts counts, Embedding embedding, Results results) {
    double moments = results.moments() ? momentSeconds(counts, embedding, results) : 0;
    return Figures.LUCENE_SEARCH_START.value() + comparing(counts, embedding) + moments;
  }

  /** A search runs in one thread. */
  @Override
  public double searchTime(Counts counts, Embedding embedding, Results results, double cores) {
    return Figures.LUCENE_WAITING.value() * searchSeconds(counts, embedding, results);
  }

  private static double comparing(Counts counts, Embedding embedding) {
    double segments = counts.segments();
    if (segments <= EXACT_UP_TO) {
      return segments * embedding.scale() * Figures.LUCENE_SEARCH_RAW.value();
    }
    double codes = Math.max(LEAST_SEEN, SHARE_SEEN * segments);
    double centroids = CLUSTERS_FOR_ROOT * Math.sqrt(segments);
    return Figures.LUCENE_SEARCH_CANDIDATES.value() * embedding.scale()
        + (codes + centroids) * Figures.LUCENE_SEARCH_CODE.value();
  }

  private static double momentSeconds(Counts counts, Embedding embedding, Results results) {
    double frames = results.segmentsRead() * counts.framesOfSegment();
    double again = (results.rounds() - 1) * comparing(counts, embedding);
    return again + frames * embedding.scale() * Figures.LUCENE_MOMENTS_FRAME.value();
  }
}
