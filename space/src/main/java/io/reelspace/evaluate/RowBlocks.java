package io.reelspace.evaluate;

import java.util.stream.IntStream;

/**
 * Walks over all scores in blocks of queries, on all cores; only the blocks at work are in memory.
 */
final class RowBlocks {

  /** Queries of one block: enough that a tile of candidates is loaded for several of them. */
  private static final int BLOCK = 16;

  private RowBlocks() {}

  /** Takes the scores of one query: {@code scores[offset]} to {@code [offset + candidates)}. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(int query, float[] scores, int offset);
  }

  /** Calls the visitor once for each query, from several threads, in no order. */
  static void forEach(RowScores scores, RowVisitor visitor) {
    int candidates = scores.candidates();
    int blocks = (scores.queries() + BLOCK - 1) / BLOCK;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(block -> {
          int from = block * BLOCK;
          int count = Math.min(BLOCK, scores.queries() - from);
          float[] rows = new float[count * candidates];
          scores.rows(from, count, rows);
          for (int i = 0; i < count; i++) {
            visitor.visit(from + i, rows, i * candidates);
          }
        });
  }
}
