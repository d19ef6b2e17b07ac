package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Compares a query with vectors in batches, and hands on those that may be among the best. */
final class Comparison {

  private static final int BATCH = 64;

  private final RandomVectorScorer scorer;
  private final Bits accepted; // null: all
  private final KnnCollector collector;
  private final int[] ordinals = new int[BATCH];
  private final float[] scores = new float[BATCH];
  private int pending;

  /**
   * @param accepted the only ordinals that count; null for all, as Lucene has it
   */
  Comparison(RandomVectorScorer scorer, Bits accepted, KnnCollector collector) {
    this.scorer = scorer;
    this.accepted = accepted;
    this.collector = collector;
  }

  void add(int ordinal) throws IOException {
    if (accepted == null || accepted.get(ordinal)) {
      ordinals[pending++] = ordinal;
      if (pending == BATCH) {
        finish();
      }
    }
  }

  /** Compares what is still waiting. */
  void finish() throws IOException {
    if (pending == 0) {
      return;
    }
    float best = scorer.bulkScore(ordinals, scores, pending);
    collector.incVisitedCount(pending);
    if (best > collector.minCompetitiveSimilarity()) {
      for (int i = 0; i < pending; i++) {
        if (scores[i] > collector.minCompetitiveSimilarity()) {
          collector.collect(scorer.ordToDoc(ordinals[i]), scores[i]);
        }
      }
    }
    pending = 0;
  }
}
