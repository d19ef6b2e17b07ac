package io.reelspace.encode;

import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An output of a network for pictures, and how it becomes one row.
 *
 * @param name of the output
 * @param pooling of its tokens or cells
 * @param skip tokens at the beginning that are left out of a mean or a grid
 */
record ImageOutput(String name, OutputPooling pooling, int skip) {

  /**
   * Values of a row. Most networks state their shapes; where one does not, a blank picture tells.
   *
   * @param blank makes the input of one picture
   */
  int channels(Network network, Supplier<Map<String, OnnxTensor>> blank) {
    long[] stated = network.output(name).getShape();
    if (pooling == OutputPooling.NONE && stated.length == 2) {
      return network.channels(name);
    }
    boolean known = stated.length > 1 && Arrays.stream(stated).skip(1).allMatch(d -> d > 0);
    long[] shape =
        known ? stated : network.runShaped(blank.get(), List.of(name)).getFirst().shape();
    return channels(network, shape);
  }

  private int channels(Network network, long[] shape) {
    boolean isMap = shape.length == 4;
    long perPicture = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    long channels =
        switch (pooling) {
          case NONE -> perPicture == shape[Math.min(1, shape.length - 1)] ? perPicture : -1;
          case FIRST -> shape.length == 3 ? shape[2] : -1;
          case MEAN -> isMap ? shape[1] : shape.length == 3 && shape[1] > skip ? shape[2] : -1;
          case GRID -> isMap ? perPicture : shape.length == 3 ? perPicture - skip * shape[2] : -1;
        };
    if (channels < 1 || channels > 1 << 20) {
      throw network.unfit(
          "gives "
              + Arrays.toString(shape)
              + " as '"
              + name
              + "', which pooling '"
              + pooling.name().toLowerCase(java.util.Locale.ROOT)
              + "' makes no row of");
    }
    return (int) channels;
  }

  /** Writes the row of a picture; gives its length. */
  int put(Network.Values values, int picture, float[] row, int column) {
    long[] shape = values.shape();
    FloatBuffer all = values.floats();
    int perPicture = (int) Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    int from = picture * perPicture;
    boolean isMap = shape.length == 4;
    int width = (int) (isMap ? shape[1] : shape[shape.length - 1]);
    int cells = perPicture / width;
    int first = isMap ? 0 : skip;
    int length =
        switch (pooling) {
          case NONE -> perPicture;
          case FIRST, MEAN -> width;
          case GRID -> (cells - first) * width;
        };
    switch (pooling) {
      case NONE, FIRST -> all.get(from, row, column, length);
      case MEAN -> {
        for (int c = 0; c < width; c++) {
          double sum = 0;
          for (int cell = first; cell < cells; cell++) {
            sum += all.get(from + place(isMap, cell, c, cells, width));
          }
          row[column + c] = (float) (sum / (cells - first));
        }
      }
      case GRID -> {
        for (int i = 0; i < length; i++) {
          int place = place(isMap, first + i / width, i % width, cells, width);
          row[column + i] = all.get(from + place);
        }
      }
    }
    return length;
  }

  private static int place(boolean isMap, int cell, int channel, int cells, int width) {
    return isMap ? channel * cells + cell : cell * width + channel;
  }
}
