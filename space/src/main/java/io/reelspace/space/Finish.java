package io.reelspace.space;

import io.reelspace.error.MissingModelException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The last step of one modality: subtracts the centre, projects, and makes the length one.
 *
 * @param folder of the bundle, for messages
 * @param centre {@code [channels]}
 * @param projection {@code [channels, dimension]}
 */
record Finish(Path folder, int dimension, Optional<Npy> centre, Optional<Npy> projection) {

  static Finish read(SpaceBundle bundle, Modality modality) {
    SpaceManifest.Optimisation optimise = bundle.manifest().optimise();
    Optional<Npy> centre =
        Optional.ofNullable(optimise.centres().get(modality))
            .map(path -> Npy.read(bundle.folder().resolve(path)));
    Optional<Npy> projection =
        Optional.of(optimise.projection())
            .filter(path -> !path.isEmpty())
            .map(path -> Npy.read(bundle.folder().resolve(path)));
    return new Finish(bundle.folder(), bundle.manifest().dimension(), centre, projection);
  }

  /** Maps the output of a tower to an embedding. */
  float[] apply(float[] values) {
    float[] centred = centre.map(c -> subtract(values, c)).orElse(values);
    float[] projected = projection.map(p -> project(centred, p)).orElse(centred);
    if (projected.length != dimension) {
      throw misfit("gives " + projected.length + " values, its dimension is " + dimension);
    }
    return unit(projected);
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
