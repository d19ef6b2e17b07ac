package io.reelspace.benchmarks.train;

import java.util.List;

/**
 * What the default recipe makes of the features of an image network before anything is learned:
 * square roots with zero mean and unit deviation, at most {@value #LIMIT}. Done once for each photo
 * here, since videos of photos repeat them many times.
 */
final class ChannelScaling {

  private static final double FLOOR = 0.02;
  private static final float LIMIT = 6;

  private final double[] mean;
  private final double[] deviation;

  private ChannelScaling(double[] mean, double[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Fitted to features, {@code [channels]} each, that are not negative. */
  static ChannelScaling of(List<float[]> features) {
    int channels = features.getFirst().length;
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    for (float[] each : features) {
      for (int c = 0; c < channels; c++) {
        sum[c] += Math.sqrt(each[c]);
        squares[c] += each[c];
      }
    }
    double[] mean = new double[channels];
    double[] deviation = new double[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = sum[c] / features.size();
      double variance = squares[c] / features.size() - mean[c] * mean[c];
      deviation[c] = Math.max(FLOOR, Math.sqrt(Math.max(0, variance)));
    }
    return new ChannelScaling(mean, deviation);
  }

  /** One photo's features, scaled. */
  float[] apply(float[] features) {
    float[] scaled = new float[features.length];
    for (int c = 0; c < scaled.length; c++) {
      double value = (Math.sqrt(features[c]) - mean[c]) / deviation[c];
      scaled[c] = (float) Math.clamp(value, -LIMIT, LIMIT);
    }
    return scaled;
  }
}
