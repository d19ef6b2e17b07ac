package io.reelspace.plan;

import java.util.OptionalInt;

/**
 * What is wanted of an archive.
 *
 * @param queriesPerSecond searches by text at the busiest time
 * @param results what a search gives
 * @param copies of the index that are searched: one for each machine that may fail, and one
 * @param days in which all is to be ingested
 * @param machines for the ingest; empty for as many as the days need
 * @param gpu whether each machine of the ingest has a GPU that decodes and runs the networks
 */
public record Demand(
    double queriesPerSecond,
    Results results,
    int copies,
    double days,
    OptionalInt machines,
    boolean gpu) {

  /** Ten searches a second for moments, one copy, ingest on processors in thirty days. */
  public static final Demand DEFAULT =
      new Demand(10, Results.MOMENTS, 1, 30, OptionalInt.empty(), false);

  /** Refuses what cannot be wanted. */
  public Demand {
    if (!(queriesPerSecond >= 0) || copies < 1 || !(days > 0)) {
      throw new IllegalArgumentException("impossible demand");
    }
    if (machines.isPresent() && machines.getAsInt() < 1) {
      throw new IllegalArgumentException("an ingest needs a machine");
    }
  }
}
