package io.reelspace.space;

import io.reelspace.error.MissingModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The last steps of one modality: each subtracts a centre, projects, and makes the length one.
 *
 * @param folder of the bundle, for messages
 * @param steps at least one
 */
record Finish(Path folder, int dimension, List<Step> steps) {

  /**
   * One step.
   *
   * @param centre {@code [channels]}
   * @param projection {@code [channels, dimension]}
   */
  record Step(Optional<Npy> centre, Optional<Npy> projection) {}

  static Finish read(SpaceBundle bundle, Modality modality) {
    return new Finish(
        bundle.folder(),
        bundle.manifest().dimension(),
        bundle.manifest().optimise().steps().stream()
            .map(step ->
                new Step(
                    array(bundle, step.centres().getOrDefault(modality, "")),
                    array(bundle, step.projection())))
            .toList());
  }

  private static Optional<Npy> array(SpaceBundle bundle, String path) {
    return path.isEmpty() ? Optional.empty() : Optional.of(Npy.read(bundle.folder().resolve(path)));
  }

  /** Maps the output of a tower to an embedding. */
  float[] apply(float[] values) {
    float[] result = values;
    for (Step step : steps) {
      float[] given = result;
      float[] centred = step.centre().map(c -> subtract(given, c)).orElse(given);
      float[] projected = step.projection().map(p -> project(centred, p)).orElse(centred);
      result = unit(projected);
    }
    if (result.length != dimension) {
      throw misfit("gives " + result.length + " values, its dimension is " + dimension);
    }
    return result;
  }

  private float[] subtract(float[] values, Npy centre) {
    if (centre.values().length != values.length) {
      throw misfit("has a centre of " + centre.values().length + " values for " + values.length);
    }
    float[] centred = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      centred[i] = values[i] - centre.values()[i];
    }
    return centred;
  }

  private float[] project(float[] values, Npy projection) {
    int[] shape = projection.shape();
    if (shape.length != 2 || shape[0] != values.length) {
      throw misfit(
          "has a projection of " + java.util.Arrays.toString(shape) + " for " + values.length);
    }
    float[] projected = new float[shape[1]];
    for (int i = 0; i < values.length; i++) {
      int row = i * shape[1];
      for (int j = 0; j < shape[1]; j++) {
        projected[j] += values[i] * projection.values()[row + j];
      }
    }
    return projected;
  }

  /** The vector of length one in the same direction. */
  float[] unit(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
      throw misfit("gives a vector without direction (all zero, or not numbers)");
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = (float) (values[i] / length);
    }
    return unit;
  }

  private MissingModelException misfit(String what) {
    return new MissingModelException(
        "The space " + folder + " " + what + ". It is damaged or was put together wrongly.");
  }
}
