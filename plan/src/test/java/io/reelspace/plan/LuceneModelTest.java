package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LuceneModelTest {

  private static final Embedding BASE = new Embedding("base", 1280, Precision.FLOAT32, 2, 0.01);
  private static final LuceneModel LUCENE = new LuceneModel();

  @Test
  void codesOfAMillionAreAxesCentroidsAndAByteForEachAxis() {
    // 8,000 clusters; axes 256 x 1,280 float32; centroids 256 float32 and where each begins;
    // 256 bytes and an int for each segment.
    double byHand = 4 * 256 * 1280 + 8_000 * (4 * 256 + 4) + 1_000_000 * (256 + 4);
    assertEquals(byHand, LuceneModel.clusterBytes(1_000_000, 1280), 0.5);
  }

  @Test
  void fewVectorsAndFewDimensionsAreNotProjected() {
    assertEquals(4 * (1280 + 1) + 999 * (1280 + 4), LuceneModel.clusterBytes(999, 1280), 0.5);
    assertEquals(
        4 * 800 * (128 + 1) + 10_000 * (128 + 4), LuceneModel.clusterBytes(10_000, 128), 0.5);
  }

  @Test
  void vectorsAndFramesAreWhatTheirNumbersTake() {
    List<Part> disk = LUCENE.disk(new Counts(1_000, 4_000, 100, 0), BASE);
    assertEquals(1_100 * 4 * 1280, part(disk, "vectors"), 0.5);
    assertEquals(4_000 * (12 + 1280), part(disk, "frames"), 0.5);
    assertEquals(0, part(disk, "words"), 0);
    List<Part> small =
        LUCENE.disk(new Counts(1_000, 4_000, 100, 0), BASE.withPrecision(Precision.BITS_8));
    assertEquals(1_100 * 1280, part(small, "vectors"), 0.5);
    assertEquals(part(disk, "frames"), part(small, "frames"), 0.5);
  }

  @Test
  void moreSegmentsNeverTakeLess() {
    double disk = 0;
    double memory = 0;
    double ingest = 0;
    for (double segments = 1; segments < 1e10; segments *= 1.7) {
      Counts counts = new Counts(segments, 10 * segments, segments / 50, 0);
      double nowDisk = Part.sum(LUCENE.disk(counts, BASE));
      double nowIngest = LUCENE.ingestSeconds(counts, BASE);
      assertTrue(nowDisk > disk && nowIngest > ingest, "segments " + segments);
      disk = nowDisk;
      ingest = nowIngest;
      if (segments > 1_000) { // below, codes are not projected
        double nowMemory = Part.sum(LUCENE.memory(counts, BASE));
        assertTrue(nowMemory > memory, "memory, segments " + segments);
        memory = nowMemory;
      }
    }
  }

  @Test
  void aSearchTakesLongerTheMoreItLooksAt() {
    Counts many = new Counts(1e7, 1e8, 1e5, 0);
    Counts more = new Counts(1e8, 1e9, 1e6, 0);
    double ofMany = LUCENE.searchSeconds(many, BASE, Results.SEGMENTS);
    assertTrue(LUCENE.searchSeconds(more, BASE, Results.SEGMENTS) > 5 * ofMany);
    assertTrue(LUCENE.searchSeconds(many, BASE, Results.MOMENTS) > ofMany);
  }

  static double part(List<Part> parts, String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .mapToDouble(Part::bytes)
        .findFirst()
        .orElseThrow();
  }
}
