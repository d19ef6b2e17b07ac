package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Two spaces measured on the same queries: is the difference more than chance?
 *
 * @param metric what was compared
 * @param difference the second space's value minus the first's, with its paired bootstrap interval
 * @param pValue two-sided, of a permutation test: how often a difference at least as large appears
 *     when the two spaces' results are swapped at random for each group of queries
 */
public record PairedComparison(RankingMetric metric, Estimate difference, double pValue) {

  private static final int PERMUTATIONS = 10_000;

  /** With up to this many groups all swaps are tried instead of a sample. */
  private static final int EXACT_GROUPS = 12;

  /** Whether chance alone would show such a difference in fewer than one of twenty cases. */
  public boolean significant() {
    return pValue < 0.05;
  }

  /**
   * Compares two spaces. Groups of queries (the captions of one video) are drawn and swapped
   * together. With up to 12 groups the p-value is exact, else of 10,000 seeded permutations,
   * counting the observed one, so that it is never 0.
   *
   * @param first ranks in one space
   * @param second ranks in the other, of the same queries in the same order
   * @throws BadInputException when the queries or their right candidates differ
   */
  public static PairedComparison of(
      RankingMetric metric, Ranks first, Ranks second, Bootstrap bootstrap) {
    if (!Arrays.equals(first.groups(), second.groups())) {
      throw new BadInputException(
          "The two results are not of the same queries: evaluate both spaces on one data set.");
    }
    QueryGroups groups = QueryGroups.of(first);
    return new PairedComparison(
        metric,
        interval(metric, first, second, groups, bootstrap),
        pValue(PairedValues.of(metric, first, second, groups), groups.count(), bootstrap.seed()));
  }

  private static Estimate interval(
      RankingMetric metric, Ranks first, Ranks second, QueryGroups groups, Bootstrap bootstrap) {
    GroupedValues one = GroupedValues.of(metric, first, groups);
    GroupedValues other = GroupedValues.of(metric, second, groups);
    double[] drawn =
        IntStream.range(0, bootstrap.resamples())
            .parallel()
            .mapToDouble(i -> {
              int[] times = bootstrap.draw(groups.count(), i);
              return other.over(times) - one.over(times);
            })
            .toArray();
    return Bootstrap.interval(metric.over(second) - metric.over(first), drawn);
  }

  private static double pValue(PairedValues values, int groups, long seed) {
    // sums of the same terms in another order may differ in their last bits
    double observed = Math.abs(values.difference(new boolean[groups])) * (1 - 1e-12) - 1e-15;
    if (groups <= EXACT_GROUPS) {
      int all = 1 << groups;
      long atLeast =
          IntStream.range(0, all)
              .filter(bits -> Math.abs(values.difference(swaps(bits, groups))) >= observed)
              .count();
      return (double) atLeast / all;
    }
    long atLeast =
        IntStream.range(0, PERMUTATIONS)
            .parallel()
            .filter(i -> {
              SplittableRandom random = new SplittableRandom(~seed * 0x9E3779B97F4A7C15L + i);
              boolean[] swapped = new boolean[groups];
              for (int g = 0; g < groups; g++) {
                swapped[g] = random.nextBoolean();
              }
              return Math.abs(values.difference(swapped)) >= observed;
            })
            .count();
    return (1.0 + atLeast) / (1.0 + PERMUTATIONS);
  }

  private static boolean[] swaps(int bits, int groups) {
    boolean[] swapped = new boolean[groups];
    for (int g = 0; g < groups; g++) {
      swapped[g] = (bits >> g & 1) == 1;
    }
    return swapped;
  }
}
