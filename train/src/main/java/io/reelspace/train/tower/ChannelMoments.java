package io.reelspace.train.tower;

/** Mean and deviation of every channel, gathered step by step (Welford 1962). */
public final class ChannelMoments {

  private final double[] mean;
  private final double[] squares;
  private long count;

  /** No steps yet. */
  public ChannelMoments(int channels) {
    this.mean = new double[channels];
    this.squares = new double[channels];
  }

  /** Adds one step, {@code [channels]} from an offset. */
  public void add(float[] values, int offset) {
    count++;
    for (int c = 0; c < mean.length; c++) {
      double delta = values[offset + c] - mean[c];
      mean[c] += delta / count;
      squares[c] += delta * (values[offset + c] - mean[c]);
    }
  }

  /** The deviation of a channel over all steps; zero before the first. */
  double deviation(int channel) {
    return count == 0 ? 0 : Math.sqrt(squares[channel] / count);
  }

  /** The deviation of all values of all channels together from their common mean. */
  double deviation() {
    double common = 0;
    for (double each : mean) {
      common += each / mean.length;
    }
    double sum = 0;
    for (int c = 0; c < mean.length; c++) {
      double apart = mean[c] - common;
      sum += squares[c] + count * apart * apart;
    }
    return count == 0 ? 0 : Math.sqrt(sum / ((double) count * mean.length));
  }

  /** The means as float32. */
  float[] means() {
    float[] means = new float[mean.length];
    for (int c = 0; c < means.length; c++) {
      means[c] = (float) mean[c];
    }
    return means;
  }
}
