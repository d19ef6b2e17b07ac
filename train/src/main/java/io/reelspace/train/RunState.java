package io.reelspace.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param step steps that are done
 * @param best the best validation value so far
 * @param bestStep the step after which it was measured
 * @param worse validations since then
 * @param stopped whether early stopping has ended the run
 */
record RunState(long step, OptionalDouble best, long bestStep, int worse, boolean stopped) {

  static RunState start() {
    return new RunState(0, OptionalDouble.empty(), 0, 0, false);
  }

  RunState next() {
    return new RunState(step + 1, best, bestStep, worse, stopped);
  }

  RunState improved(double value) {
    return new RunState(step, OptionalDouble.of(value), step, 0, false);
  }

  RunState notImproved(int patience) {
    return new RunState(step, best, bestStep, worse + 1, worse + 1 >= patience);
  }

  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("step", Long.toString(step));
    best.ifPresent(value -> metadata.put("best", Double.toString(value)));
    metadata.put("best-step", Long.toString(bestStep));
    metadata.put("worse", Integer.toString(worse));
    metadata.put("stopped", Boolean.toString(stopped));
    return metadata;
  }

  static RunState of(Map<String, String> metadata) {
    String best = metadata.getOrDefault("best", "");
    return new RunState(
        Long.parseLong(metadata.getOrDefault("step", "0")),
        best.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(best)),
        Long.parseLong(metadata.getOrDefault("best-step", "0")),
        Integer.parseInt(metadata.getOrDefault("worse", "0")),
        Boolean.parseBoolean(metadata.getOrDefault("stopped", "false")));
  }
}
