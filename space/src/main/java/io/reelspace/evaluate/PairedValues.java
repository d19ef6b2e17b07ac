package io.reelspace.evaluate;

import java.util.stream.IntStream;

/** Two spaces' values of one metric, arranged so that one permutation costs a single pass. */
@SuppressWarnings("ArrayRecordComponent") // arranged once, never compared
sealed interface PairedValues {

  /** Second minus first, with the results of some groups of queries swapped between them. */
  double difference(boolean[] swapped);

  static PairedValues of(RankingMetric metric, Ranks first, Ranks second, QueryGroups groups) {
    double[] one = metric.perQuery(first);
    double[] other = metric.perQuery(second);
    return metric.median() ? Medians.of(one, other, groups) : Means.of(one, other, groups);
  }

  /** A swap turns the sign of a group's summed difference. */
  record Means(double[] differences, int queries) implements PairedValues {

    static Means of(double[] first, double[] second, QueryGroups groups) {
      double[] differences = new double[groups.count()];
      for (int i = 0; i < first.length; i++) {
        differences[groups.ofQuery()[i]] += second[i] - first[i];
      }
      return new Means(differences, first.length);
    }

    @Override
    public double difference(boolean[] swapped) {
      double sum = 0;
      for (int g = 0; g < differences.length; g++) {
        sum += swapped[g] ? -differences[g] : differences[g];
      }
      return sum / queries;
    }
  }

  /**
   * All values of both in ascending order, each with its group and whether it is the second's: the
   * median of either side after a swap is found on the way up.
   */
  record Medians(double[] ascending, int[] groups, boolean[] ofSecond) implements PairedValues {

    static Medians of(double[] first, double[] second, QueryGroups groups) {
      int n = first.length;
      int[] order =
          IntStream.range(0, 2 * n)
              .boxed()
              .sorted((a, b) -> Double.compare(value(first, second, a), value(first, second, b)))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] ascending = new double[2 * n];
      int[] group = new int[2 * n];
      boolean[] ofSecond = new boolean[2 * n];
      for (int i = 0; i < order.length; i++) {
        ascending[i] = value(first, second, order[i]);
        group[i] = groups.ofQuery()[order[i] % n];
        ofSecond[i] = order[i] >= n;
      }
      return new Medians(ascending, group, ofSecond);
    }

    private static double value(double[] first, double[] second, int i) {
      return i < first.length ? first[i] : second[i - first.length];
    }

    @Override
    public double difference(boolean[] swapped) {
      return median(swapped, true) - median(swapped, false);
    }

    private double median(boolean[] swapped, boolean second) {
      int n = ascending.length / 2;
      double lower = Double.NaN;
      int passed = 0;
      for (int i = 0; i < ascending.length; i++) {
        if ((ofSecond[i] ^ swapped[groups[i]]) == second) {
          if (passed == (n - 1) / 2) {
            lower = ascending[i];
          }
          if (passed == n / 2) {
            return (lower + ascending[i]) / 2;
          }
          passed++;
        }
      }
      return Double.NaN; // no queries
    }
  }
}
