package io.reelspace.encode;

import java.nio.FloatBuffer;

/**
 * One row of features for each clip from what a network gives: {@code [clips, channels]} as it is,
 * of {@code [clips, positions, channels]} (transformers) and {@code [clips, channels, ...]}
 * (convolutions before their last pooling) the mean over all positions.
 */
final class ClipFeatures {
  private ClipFeatures() {}

  /** Channels of an output, which must be fixed. */
  static int channels(Network network, String output) {
    long[] shape = network.output(output).getShape();
    if (shape.length < 2 || shape.length > 5) {
      throw network.unfit(
          "gives %d dimensions as '%s' where features have from 2 to 5"
              .formatted(shape.length, output));
    }
    if (shape.length <= 3) {
      return network.channels(output);
    }
    if (shape[1] < 1 || shape[1] > 1 << 20) {
      throw network.unfit("does not say how many channels its output '" + output + "' has");
    }
    return (int) shape[1];
  }

  /**
   * Writes the features of one clip.
   *
   * @param values of all clips
   * @param rank dimensions of the output
   * @param clips in the values
   * @param clip which of them
   */
  static void pool(
      FloatBuffer values, int rank, int clips, int clip, float[] row, int column, int channels) {
    int positions = values.limit() / clips / channels;
    int start = clip * positions * channels;
    int fromChannel = rank <= 3 ? 1 : positions;
    int fromPosition = rank <= 3 ? channels : 1;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int p = 0; p < positions; p++) {
        sum += values.get(start + c * fromChannel + p * fromPosition);
      }
      row[column + c] = (float) (sum / positions);
    }
  }
}
