package io.reelspace.evaluate;

import java.util.stream.IntStream;

/** A metric's values arranged so that one resample costs a pass over groups, not a sort. */
@SuppressWarnings("ArrayRecordComponent") // arranged once, never compared
sealed interface GroupedValues {

  /** The metric when group g comes up {@code times[g]} times. */
  double over(int[] times);

  static GroupedValues of(RankingMetric metric, Ranks ranks, QueryGroups groups) {
    double[] values = metric.perQuery(ranks);
    return metric.median() ? Sorted.of(values, groups) : Sums.of(values, groups);
  }

  /** For means: sum and number of queries of each group. */
  record Sums(double[] sums, int[] counts) implements GroupedValues {

    static Sums of(double[] values, QueryGroups groups) {
      double[] sums = new double[groups.count()];
      int[] counts = new int[groups.count()];
      for (int i = 0; i < values.length; i++) {
        sums[groups.ofQuery()[i]] += values[i];
        counts[groups.ofQuery()[i]]++;
      }
      return new Sums(sums, counts);
    }

    @Override
    public double over(int[] times) {
      double sum = 0;
      long count = 0;
      for (int g = 0; g < sums.length; g++) {
        sum += times[g] * sums[g];
        count += (long) times[g] * counts[g];
      }
      return sum / count;
    }
  }

  /** For medians: values ascending, each with its group. */
  record Sorted(double[] ascending, int[] groups) implements GroupedValues {

    static Sorted of(double[] values, QueryGroups groups) {
      int[] order =
          IntStream.range(0, values.length)
              .boxed()
              .sorted((a, b) -> Double.compare(values[a], values[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] ascending = new double[values.length];
      int[] group = new int[values.length];
      for (int i = 0; i < order.length; i++) {
        ascending[i] = values[order[i]];
        group[i] = groups.ofQuery()[order[i]];
      }
      return new Sorted(ascending, group);
    }

    @Override
    public double over(int[] times) {
      long total = 0;
      for (int group : groups) {
        total += times[group];
      }
      return (at((total - 1) / 2, times) + at(total / 2, times)) / 2;
    }

    /** The value at a position of the resample in ascending order. */
    private double at(long position, int[] times) {
      long passed = 0;
      for (int i = 0; i < ascending.length; i++) {
        passed += times[groups[i]];
        if (passed > position) {
          return ascending[i];
        }
      }
      return Double.NaN; // a resample of no queries
    }
  }
}
