package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;

/**
 * Resizes pictures as Pillow does (before its version 13): two passes, rows first, each a weighted
 * sum over the kernel stretched by the reduction (so that reducing does not alias), in fixed point
 * with rounding to 8 bits after each pass. Encoders were trained on pictures resized so.
 */
final class Resizer {
  /** Fraction bits of a weight: 32, less 8 of the sample, less 2 for sums beyond the range. */
  private static final int BITS = 22;

  private Resizer() {}

  static RgbImage resize(RgbImage image, ImageSize size, Resampling kernel) {
    int width = image.size().width();
    int height = image.size().height();
    byte[] rgb = image.rgb();
    if (kernel == Resampling.NEAREST) {
      return nearest(image, size);
    }
    if (width != size.width()) {
      rgb = alongRows(rgb, width, height, Weights.of(width, size.width(), kernel));
    }
    if (height != size.height()) {
      rgb = alongColumns(rgb, size.width(), Weights.of(height, size.height(), kernel));
    }
    return new RgbImage(size, rgb);
  }

  private static RgbImage nearest(RgbImage image, ImageSize size) {
    int width = image.size().width();
    int height = image.size().height();
    byte[] rgb = new byte[3 * size.width() * size.height()];
    for (int y = 0, o = 0; y < size.height(); y++) {
      int row = under(y, height, size.height()) * width;
      for (int x = 0; x < size.width(); x++, o += 3) {
        System.arraycopy(image.rgb(), 3 * (row + under(x, width, size.width())), rgb, o, 3);
      }
    }
    return new RgbImage(size, rgb);
  }

  /** The sample in which the middle of another one lies. */
  private static int under(int sample, int from, int to) {
    return (int) Math.floor((sample + 0.5) * from / to);
  }

  private static byte[] alongRows(byte[] in, int width, int height, Weights weights) {
    int outWidth = weights.first.length;
    byte[] out = new byte[3 * outWidth * height];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < outWidth; x++) {
        int[] w = weights.values[x];
        int red = 1 << (BITS - 1);
        int green = red;
        int blue = red;
        int i = 3 * (y * width + weights.first[x]);
        for (int weight : w) {
          red += (in[i++] & 0xff) * weight;
          green += (in[i++] & 0xff) * weight;
          blue += (in[i++] & 0xff) * weight;
        }
        out[o++] = clip(red);
        out[o++] = clip(green);
        out[o++] = clip(blue);
      }
    }
    return out;
  }

  private static byte[] alongColumns(byte[] in, int width, Weights weights) {
    int stride = 3 * width;
    int outHeight = weights.first.length;
    byte[] out = new byte[stride * outHeight];
    int[] sums = new int[stride];
    for (int y = 0; y < outHeight; y++) {
      java.util.Arrays.fill(sums, 1 << (BITS - 1));
      int row = weights.first[y] * stride;
      for (int weight : weights.values[y]) {
        for (int x = 0; x < stride; x++) {
          sums[x] += (in[row + x] & 0xff) * weight;
        }
        row += stride;
      }
      for (int x = 0; x < stride; x++) {
        out[y * stride + x] = clip(sums[x]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> BITS, 0, 255);
  }

  /** For each output sample the first input sample and the weights from there on. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Weights(int[] first, int[][] values) {

    static Weights of(int in, int out, Resampling kernel) {
      double scale = (double) in / out;
      double stretch = Math.max(scale, 1);
      double support = kernel.support * stretch;
      int[] first = new int[out];
      int[][] values = new int[out][];
      for (int i = 0; i < out; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max((int) (centre - support + 0.5), 0);
        int to = Math.min((int) (centre + support + 0.5), in);
        double[] weights = new double[to - from];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          weights[k] = kernel.weight((k + from - centre + 0.5) / stretch);
          sum += weights[k];
        }
        first[i] = from;
        values[i] = new int[weights.length];
        for (int k = 0; k < weights.length; k++) {
          double fixed = weights[k] / sum * (1 << BITS);
          values[i][k] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
        }
      }
      return new Weights(first, values);
    }
  }
}
