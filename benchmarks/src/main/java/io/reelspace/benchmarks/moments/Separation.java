package io.reelspace.benchmarks.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well a value tells queries whose result is there from those whose is not. */
final class Separation {

  private static final double KEPT = 0.95;

  private final List<Double> bestOfPresent = new ArrayList<>();
  private final List<Double> right = new ArrayList<>();
  private final List<List<Double>> absent = new ArrayList<>();

  void present(List<Double> values, List<Double> rightOnes) {
    bestOfPresent.add(values.getFirst());
    right.addAll(rightOnes);
  }

  void absent(List<Double> values) {
    absent.add(values);
  }

  /** The probability that a query that has its result has a better best one than one without. */
  private double areaUnderCurve() {
    double won = 0;
    for (double present : bestOfPresent) {
      for (List<Double> values : absent) {
        won += present > values.getFirst() ? 1 : present == values.getFirst() ? 0.5 : 0;
      }
    }
    return won / bestOfPresent.size() / absent.size();
  }

  @Override
  public String toString() {
    List<Double> sorted = right.stream().sorted().toList();
    double least = sorted.get((int) Math.floor((1 - KEPT) * sorted.size()));
    double shown =
        absent.stream()
            .mapToLong(values -> values.stream().filter(value -> value >= least).count())
            .average()
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "AUC %.3f; at 95 %% of right results kept (%.3f and more): %.2f results per absent query",
        areaUnderCurve(),
        least,
        shown);
  }
}
