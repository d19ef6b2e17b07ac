package io.reelspace.train;

import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.space.ScoreCalibration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run came to.
 *
 * @param steps steps that were taken in all
 * @param best the best validation value, whose weights are exported; empty without validation
 * @param weights the exported weights as they were trained
 * @param networks the exported ONNX files, {@code video} and {@code text}
 * @param towers the same networks as towers of a space, {@code visual} and {@code text}
 * @param scores how similarities become scores, fitted on the validation; empty without
 * @param measured what the exported weights reach on the validation, with intervals
 * @param differences for each of all four the largest difference from the trained network
 */
public record TrainingResult(
    long steps,
    OptionalDouble best,
    Path weights,
    Map<String, Path> networks,
    Map<String, Path> towers,
    Optional<ScoreCalibration> scores,
    Optional<RetrievalEvaluation> measured,
    Map<String, Double> differences) {

  /** Keeps its own copies. */
  public TrainingResult {
    networks = Map.copyOf(networks);
    towers = Map.copyOf(towers);
    differences = Map.copyOf(differences);
  }
}
