package io.reelspace.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A setting, and how much of the limit that is met first is used with it.
 *
 * @param setting as a person sets it
 * @param used as in {@link Limit}
 */
public record Lever(String setting, double used) {

  /** What makes less than this of a difference is left out. */
  private static final double LEAST_GAIN = 0.05;

  /** Settings that move the first limit of a plan, the strongest first. */
  public static List<Lever> of(Plan plan) {
    Limit first = plan.first();
    List<Lever> levers = new ArrayList<>();
    Archive archive = plan.archive();
    Embedding embedding = archive.embedding();
    Material material = archive.material();
    double fewer = embedding.framesPerSecond() / 2;
    add(levers, plan, "--fps " + number(fewer), embedding.withFramesPerSecond(fewer));
    int smaller = embedding.dimension() / 2;
    if (smaller >= 1) {
      String dimension = "--dimension " + smaller + " (a space of space optimise)";
      add(levers, plan, dimension, embedding.withDimension(smaller));
    }
    if (embedding.precision() == Precision.FLOAT32) {
      String bits = "--precision 8-bit (not kept so by this release)";
      add(levers, plan, bits, embedding.withPrecision(Precision.BITS_8));
    }
    double longer = 2 * material.longestSegment();
    Archive divided = new Archive(archive.hours(), material.withLongestSegment(longer), embedding);
    add(levers, plan, "--longest-segment " + number(longer), divided, plan.index(), plan.demand());
    for (IndexModel other : others(plan.index())) {
      add(levers, plan, "--kind " + other.kind(), archive, other, plan.demand());
    }
    Demand demand = plan.demand();
    if (demand.results().moments()) {
      Demand whole =
          new Demand(
              demand.queriesPerSecond(),
              Results.SEGMENTS,
              demand.copies(),
              demand.days(),
              demand.machines(),
              demand.gpu());
      add(levers, plan, "--rank segments", archive, plan.index(), whole);
    }
    if (!demand.gpu()) {
      Demand graphics =
          new Demand(
              demand.queriesPerSecond(),
              demand.results(),
              demand.copies(),
              demand.days(),
              demand.machines(),
              true);
      add(levers, plan, "--gpu (by published figures)", archive, plan.index(), graphics);
    }
    levers.removeIf(lever -> lever.used() > first.used() * (1 - LEAST_GAIN));
    levers.sort(Comparator.comparingDouble(Lever::used));
    return List.copyOf(levers);
  }

  private static List<IndexModel> others(IndexModel index) {
    return IndexModel.ALL.stream().filter(other -> !other.equals(index)).toList();
  }

  private static void add(List<Lever> levers, Plan plan, String setting, Embedding embedding) {
    Archive archive = plan.archive();
    Archive changed = new Archive(archive.hours(), archive.material(), embedding);
    add(levers, plan, setting, changed, plan.index(), plan.demand());
  }

  private static void add(
      List<Lever> levers,
      Plan plan,
      String setting,
      Archive archive,
      IndexModel index,
      Demand demand) {
    Plan changed = Plan.of(archive, index, plan.machine(), demand);
    if (!index.equals(plan.index()) && !changed.impossible().isEmpty()) {
      return; // no way out
    }
    levers.add(new Lever(setting, changed.used(plan.first().kind())));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
