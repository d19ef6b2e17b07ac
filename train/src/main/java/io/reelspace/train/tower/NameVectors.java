package io.reelspace.train.tower;

import java.util.List;

/**
 * The text features of class names.
 *
 * @param classes for each class one vector for each prompt, {@code [classes][prompts][channels]}
 */
public record NameVectors(List<List<float[]>> classes) {

  /** Keeps its own copy. */
  public NameVectors {
    classes = classes.stream().map(List::copyOf).toList();
  }

  /** Channels of a vector. */
  int channels() {
    return classes.getFirst().getFirst().length;
  }

  /** The mean over all classes and prompts, times a share. */
  float[] centre(double share) {
    return mean(classes.stream().flatMap(List::stream).toList(), share);
  }

  /**
   * One vector for each class: the mean over its prompts without the common centre, each part of
   * length one, then the whole of length one; {@code [classes * channels]}.
   */
  float[] directions(double share, int parts) {
    float[] centre = centre(share);
    float[] all = new float[classes.size() * centre.length];
    for (int c = 0; c < classes.size(); c++) {
      float[] vector = mean(classes.get(c), 1);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= centre[i];
      }
      int each = vector.length / parts;
      for (int part = 0; part < parts; part++) {
        scaleToUnit(vector, part * each, each);
      }
      scaleToUnit(vector, 0, vector.length);
      System.arraycopy(vector, 0, all, c * vector.length, vector.length);
    }
    return all;
  }

  private static float[] mean(List<float[]> vectors, double share) {
    float[] mean = new float[vectors.getFirst().length];
    double weight = share / vectors.size();
    for (float[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (weight * vector[i]);
      }
    }
    return mean;
  }

  private static void scaleToUnit(float[] values, int from, int count) {
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += (double) values[i] * values[i];
    }
    double length = Math.max(Math.sqrt(squares), 1e-12);
    for (int i = from; i < from + count; i++) {
      values[i] = (float) (values[i] / length);
    }
  }
}
