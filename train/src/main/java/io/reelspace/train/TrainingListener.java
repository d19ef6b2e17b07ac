package io.reelspace.train;

import java.util.Map;

/** Hears how a run goes on, on the thread that trains. */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * A run starts or goes on.
   *
   * @param step steps that are done already
   * @param total steps of the whole run
   */
  default void started(long step, long total) {}

  /** A step is done. */
  default void step(long step, long total, double loss) {}

  /** A validation is done; values by the name of their metric. */
  default void validated(long step, Map<String, Double> values, boolean best) {}
}
