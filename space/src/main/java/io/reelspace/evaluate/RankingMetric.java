package io.reelspace.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A measure of retrieval: a value for each query, computed from the ranks of its right candidates,
 * and one number over all queries, their mean (or median).
 */
public sealed interface RankingMetric {

  /** The usual short name, for example {@code R@1}. */
  String name();

  /**
   * The value for one query.
   *
   * @param ranks ranks of the right candidates, ascending, from 1, at least one
   */
  double of(int[] ranks);

  /** Whether a higher value is better; false for ranks. */
  default boolean higherIsBetter() {
    return true;
  }

  /** Whether queries are summed up by their median instead of their mean. */
  default boolean median() {
    return false;
  }

  /**
   * Recall at k as the field of video retrieval uses the word: 1 when at least one right candidate
   * is among the first k, else 0. (With one right candidate it is recall proper; with several,
   * others call it success or hit rate.)
   */
  record RecallAt(int k) implements RankingMetric {
    /** Refuses a cut-off below 1. */
    public RecallAt {
      requireCutOff(k);
    }

    @Override
    public String name() {
      return "R@" + k;
    }

    @Override
    public double of(int[] ranks) {
      return ranks[0] <= k ? 1 : 0;
    }
  }

  /** Median over queries of the best rank of a right candidate (MdR). */
  record MedianRank() implements RankingMetric {
    @Override
    public String name() {
      return "MdR";
    }

    @Override
    public double of(int[] ranks) {
      return ranks[0];
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }

    @Override
    public boolean median() {
      return true;
    }
  }

  /** Mean over queries of the best rank of a right candidate (MnR). */
  record MeanRank() implements RankingMetric {
    @Override
    public String name() {
      return "MnR";
    }

    @Override
    public double of(int[] ranks) {
      return ranks[0];
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }

  /** Reciprocal of the best rank of a right candidate; its mean is MRR. */
  record ReciprocalRank() implements RankingMetric {
    @Override
    public String name() {
      return "MRR";
    }

    @Override
    public double of(int[] ranks) {
      return 1.0 / ranks[0];
    }
  }

  /**
   * Average precision: precision at the rank of each right candidate, averaged over the right
   * candidates; its mean is mAP.
   */
  record AveragePrecision() implements RankingMetric {
    @Override
    public String name() {
      return "mAP";
    }

    @Override
    public double of(int[] ranks) {
      return precisionSum(ranks, Integer.MAX_VALUE) / ranks.length;
    }
  }

  /**
   * Average precision within the first k: right candidates further down count as not found. Divided
   * by the number of all right candidates, as trec_eval and ranx do, so that it stays below 1 where
   * there are more than k of them.
   */
  record AveragePrecisionAt(int k) implements RankingMetric {
    /** Refuses a cut-off below 1. */
    public AveragePrecisionAt {
      requireCutOff(k);
    }

    @Override
    public String name() {
      return "mAP@" + k;
    }

    @Override
    public double of(int[] ranks) {
      return precisionSum(ranks, k) / ranks.length;
    }
  }

  /**
   * Normalised discounted cumulative gain within the first k, with gains of 0 and 1 (Järvelin and
   * Kekäläinen, 2002): each right candidate at rank r adds {@code 1 / log2(r + 1)}; divided by the
   * best that could be reached.
   */
  record NdcgAt(int k) implements RankingMetric {
    /** Refuses a cut-off below 1. */
    public NdcgAt {
      requireCutOff(k);
    }

    @Override
    public String name() {
      return "nDCG@" + k;
    }

    @Override
    public double of(int[] ranks) {
      double gain = 0;
      double ideal = 0;
      for (int i = 0; i < ranks.length && i < k; i++) {
        ideal += 1 / log2(i + 2);
        if (ranks[i] <= k) {
          gain += 1 / log2(ranks[i] + 1);
        }
      }
      return gain / ideal;
    }
  }

  /** R@1, R@5, R@10, R@50, MdR, MnR, MRR, mAP, mAP@10 and nDCG@10. */
  static List<RankingMetric> standard() {
    return List.of(
        new RecallAt(1),
        new RecallAt(5),
        new RecallAt(10),
        new RecallAt(50),
        new MedianRank(),
        new MeanRank(),
        new ReciprocalRank(),
        new AveragePrecision(),
        new AveragePrecisionAt(10),
        new NdcgAt(10));
  }

  /** The value of each query that has right candidates, in the order of queries. */
  default double[] perQuery(Ranks ranks) {
    List<Double> values = new ArrayList<>(ranks.queries());
    for (int query = 0; query < ranks.queries(); query++) {
      if (ranks.best(query) > 0) {
        values.add(of(ranks.shared(query)));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The one number over all queries that have right candidates; NaN when there are none. */
  default double over(Ranks ranks) {
    double[] values = perQuery(ranks);
    if (values.length == 0) {
      return Double.NaN;
    }
    if (!median()) {
      return Arrays.stream(values).average().orElseThrow();
    }
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private static double precisionSum(int[] ranks, int k) {
    double sum = 0;
    for (int i = 0; i < ranks.length && ranks[i] <= k; i++) {
      sum += (i + 1.0) / ranks[i];
    }
    return sum;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static void requireCutOff(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("a cut-off must be at least 1: " + k);
    }
  }
}
