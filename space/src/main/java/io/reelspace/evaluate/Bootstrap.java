package io.reelspace.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Intervals by the bootstrap (Efron, 1979): how far a metric would move had other queries of the
 * same kind been asked.
 *
 * <p>Whole groups of queries are drawn, not single ones: the captions of one video stand or fall
 * together, and drawing them one by one would make the intervals too narrow. Intervals are the
 * 2.5th and 97.5th percentile of the resampled metric. The same seed gives the same interval,
 * whatever the number of threads.
 *
 * @param resamples how often the queries are drawn anew, at least 100
 * @param seed of the random draws
 */
public record Bootstrap(int resamples, long seed) {

  /** Two thousand resamples. */
  public static final Bootstrap DEFAULT = new Bootstrap(2000, 7);

  /** Refuses fewer than 100 resamples. */
  public Bootstrap {
    if (resamples < 100) {
      throw new IllegalArgumentException("at least 100 resamples: " + resamples);
    }
  }

  /** Metrics over all queries, each with its interval, in the order asked for. */
  public List<Estimate> estimates(Ranks ranks, List<RankingMetric> metrics) {
    QueryGroups groups = QueryGroups.of(ranks);
    List<GroupedValues> grouped =
        metrics.stream().map(metric -> GroupedValues.of(metric, ranks, groups)).toList();
    double[][] drawn = new double[metrics.size()][resamples];
    IntStream.range(0, resamples)
        .parallel()
        .forEach(i -> {
          int[] times = draw(groups.count(), i);
          for (int m = 0; m < drawn.length; m++) {
            drawn[m][i] = grouped.get(m).over(times);
          }
        });
    return IntStream.range(0, drawn.length)
        .mapToObj(m -> interval(metrics.get(m).over(ranks), drawn[m]))
        .toList();
  }

  /** How often each group comes up in one resample. */
  int[] draw(int groups, int resample) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + resample);
    int[] times = new int[groups];
    for (int i = 0; i < groups; i++) {
      times[random.nextInt(groups)]++;
    }
    return times;
  }

  static Estimate interval(double value, double[] drawn) {
    double[] sorted = drawn.clone();
    Arrays.sort(sorted);
    return new Estimate(value, percentile(sorted, 0.025), percentile(sorted, 0.975));
  }

  /** Linear between the two nearest values, as NumPy's default. */
  private static double percentile(double[] sorted, double fraction) {
    double at = fraction * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
