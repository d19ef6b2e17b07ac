package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MilvusModelTest {

  private static final Embedding BASE = new Embedding("base", 1280, Precision.FLOAT32, 2, 0.01);
  private static final MilvusModel HNSW = new MilvusModel(MilvusModel.Graph.HNSW);
  private static final MilvusModel DISKANN = new MilvusModel(MilvusModel.Graph.DISKANN);

  @Test
  void theGraphOfHnswIsInMemoryWithItsVectors() {
    List<Part> memory = HNSW.memory(new Counts(1_000, 0, 0, 0), BASE);
    // 1,280 float32, and 2 x 32 connections of 4 bytes.
    assertEquals(1_000 * (5_120 + 256), LuceneModelTest.part(memory, "vectors and graphs"), 0.5);
  }

  @Test
  void diskAnnKeepsAQuarterOfTheVectorsInMemory() {
    List<Part> memory = DISKANN.memory(new Counts(1_000, 0, 0, 0), BASE);
    assertEquals(1_000 * 1_280, LuceneModelTest.part(memory, "codes and cache"), 0.5);
  }

  @Test
  void nodesOfDiskAnnFillSectors() {
    // 5,120 + 4 x 57 bytes take two sectors of 4,096; 384 + 228 bytes of 96 dimensions fit in six.
    assertEquals(8_192, MilvusModel.nodeBytes(BASE), 0);
    assertEquals(4_096.0 / 6, MilvusModel.nodeBytes(BASE.withDimension(96)), 1e-9);
  }

  @Test
  void theLogGrowsToWhatTheServerKeeps() {
    double kept = Figures.MILVUS_LOG_KEPT.value() * 1024 * 1024;
    List<Part> little = HNSW.disk(new Counts(1_000, 10_000, 100, 0), BASE);
    List<Part> much = HNSW.disk(new Counts(1e8, 1e9, 1e6, 0), BASE);
    assertTrue(LuceneModelTest.part(little, "log") < kept);
    assertEquals(kept, LuceneModelTest.part(much, "log"), 1);
  }

  @Test
  void aSearchAsksAllGraphsAndCoresShareThem() {
    Counts counts = new Counts(1e8, 1e9, 1e6, 0);
    double graphs = HNSW.graphs(counts, BASE);
    assertTrue(graphs > 900 && graphs < 1200, "files of 512 MiB: " + graphs);
    assertEquals(0, HNSW.graphs(new Counts(1_000, 0, 1, 0), BASE), 0);
    double alone = HNSW.searchTime(counts, BASE, Results.SEGMENTS, 1);
    double shared = HNSW.searchTime(counts, BASE, Results.SEGMENTS, 2000);
    assertTrue(alone > 100 * shared, alone + " and " + shared);
    Counts oneGraph = new Counts(2_000, 1, 1, 0);
    assertEquals(HNSW.searchTime(oneGraph, BASE, Results.SEGMENTS, 1), shared, 1e-12);
  }

  @Test
  void framesThatAreKeptAreNotBroughtAgain() {
    Counts few = new Counts(2_000, 20_000, 100, 0);
    Counts many = new Counts(2_000, 2_000_000, 100, 0);
    double compared = 300 * 10 * Figures.LUCENE_MOMENTS_FRAME.value();
    double segments = HNSW.searchSeconds(few, BASE, Results.SEGMENTS);
    assertEquals(segments + compared, HNSW.searchSeconds(few, BASE, Results.MOMENTS), 1e-9);
    double kept = Figures.MILVUS_FRAMES_KEPT.value() / (2e6 * 1292);
    assertEquals(
        segments + 100 * compared + 300 * 1000 * (1 - kept) * Figures.MILVUS_MOMENTS_FRAME.value(),
        HNSW.searchSeconds(many, BASE, Results.MOMENTS),
        1e-9);
  }

  @Test
  void moreNeverTakesLess() {
    for (MilvusModel model : List.of(HNSW, DISKANN)) {
      double disk = 0;
      double memory = 0;
      for (double segments = 1; segments < 1e11; segments *= 3) {
        Counts counts = new Counts(segments, 10 * segments, segments / 50, segments);
        double nowDisk = Part.sum(model.disk(counts, BASE));
        double nowMemory = Part.sum(model.memory(counts, BASE));
        assertTrue(nowDisk > disk && nowMemory > memory, model + ", segments " + segments);
        disk = nowDisk;
        memory = nowMemory;
      }
    }
  }
}
