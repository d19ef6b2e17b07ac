package io.reelspace.media;

import java.util.Arrays;

/**
 * The colour layout of a picture: the mean luma and chroma of each cell of a coarse grid, as in the
 * descriptor of the same name in MPEG-7 (ISO/IEC 15938-3), without its cosine transform.
 *
 * <p>Means over cells hardly move when the camera or a thing in front of it does, or when the codec
 * leaves noise, while two unrelated pictures differ in most of them. That is what makes the
 * distance of two layouts a better sign of a cut than the distance of their pixels, and it is what
 * makes it cheap.
 *
 * @param pts presentation time of the picture in seconds
 * @param cells {@code 3 x rows x columns}: luma in 0..255 less {@link #LUMA_CENTRE}, then blue and
 *     red chroma around 0
 * @param meanLuma mean of the luma cells
 * @param energy sum of the squares of the cells, after the mean luma is removed from the lumas
 * @param contrast how far the cells lie from one plain colour: the root of the mean square distance
 *     from their mean, over all three channels
 */
@SuppressWarnings("ArrayRecordComponent") // a layout is compared by its distance only
record ColorLayout(double pts, float[] cells, double meanLuma, double energy, double contrast) {

  /** Cells along the longer side of a picture. */
  static final int LONGER_SIDE = 16;

  private static final float LUMA_CENTRE = 128;

  /** Lumas below are black. */
  private static final float BLACK = 6 - LUMA_CENTRE;

  /** Computes the layout of a picture. */
  static ColorLayout of(double pts, RgbImage image) {
    int width = image.size().width();
    int height = image.size().height();
    int longer = Math.max(width, height);
    int columns = Math.clamp(Math.round((float) LONGER_SIDE * width / longer), 1, width);
    int rows = Math.clamp(Math.round((float) LONGER_SIDE * height / longer), 1, height);
    float[] cells = new float[3 * rows * columns];
    for (int row = 0; row < rows; row++) {
      int top = row * height / rows;
      int bottom = (row + 1) * height / rows;
      for (int column = 0; column < columns; column++) {
        int left = column * width / columns;
        int right = (column + 1) * width / columns;
        mean(image.rgb(), width, left, right, top, bottom, cells, row * columns + column);
      }
    }
    return of(pts, cells);
  }

  /** Writes the mean of one cell, in the full-range YCbCr of JFIF (ITU-R BT.601). */
  private static void mean(
      byte[] rgb, int width, int left, int right, int top, int bottom, float[] cells, int cell) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < bottom; y++) {
      int end = 3 * (y * width + right);
      for (int i = 3 * (y * width + left); i < end; i += 3) {
        red += rgb[i] & 0xff;
        green += rgb[i + 1] & 0xff;
        blue += rgb[i + 2] & 0xff;
      }
    }
    float pixels = (right - left) * (bottom - top);
    float luma = (0.299f * red + 0.587f * green + 0.114f * blue) / pixels;
    int plane = cells.length / 3;
    cells[cell] = luma - LUMA_CENTRE;
    cells[plane + cell] = 0.564f * (blue / pixels - luma);
    cells[2 * plane + cell] = 0.713f * (red / pixels - luma);
  }

  private static ColorLayout of(double pts, float[] cells) {
    int plane = cells.length / 3;
    double meanLuma = 0;
    double energy = 0;
    double deviation = 0;
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        sum += cells[i];
        squares += (double) cells[i] * cells[i];
      }
      double spread = squares - sum * sum / plane;
      deviation += spread;
      if (channel == 0) {
        meanLuma = sum / plane;
        energy += spread;
      } else {
        energy += squares;
      }
    }
    return new ColorLayout(pts, cells, meanLuma, energy, Math.sqrt(Math.max(0, deviation) / plane));
  }

  /**
   * Distance to another layout of the same grid: the absolute differences of luma, blue and red
   * chroma, added and averaged over the cells. Two unrelated photographs are some 40 to 100 apart,
   * neighbouring frames of one shot 0 to 5.
   */
  float distance(ColorLayout other) {
    float[] a = cells;
    float[] b = other.cells;
    // Four sums, as the compiler may not reorder the additions of one.
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += Math.abs(a[i] - b[i]);
      sum1 += Math.abs(a[i + 1] - b[i + 1]);
      sum2 += Math.abs(a[i + 2] - b[i + 2]);
      sum3 += Math.abs(a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      sum0 += Math.abs(a[i] - b[i]);
    }
    return 3 * (sum0 + sum1 + sum2 + sum3) / a.length;
  }

  /** Product of the cells of two layouts, after the mean luma is removed from the lumas of each. */
  double product(ColorLayout other) {
    float[] a = cells;
    float[] b = other.cells;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    int plane = a.length / 3;
    double lumas = plane * meanLuma * other.meanLuma;
    return (double) sum0 + sum1 + sum2 + sum3 - lumas;
  }

  /**
   * Distance of the colours of two layouts wherever they are: the earth mover's distance of the
   * values of each channel, added. Never more than {@link #distance}, and much less where the same
   * things were only moved.
   */
  double paletteDistance(ColorLayout other) {
    int plane = cells.length / 3;
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      float[] a = Arrays.copyOfRange(cells, channel * plane, (channel + 1) * plane);
      float[] b = Arrays.copyOfRange(other.cells, channel * plane, (channel + 1) * plane);
      Arrays.sort(a);
      Arrays.sort(b);
      for (int i = 0; i < plane; i++) {
        sum += Math.abs(a[i] - b[i]);
      }
    }
    return sum / plane;
  }

  /**
   * Correlation of the lumas of two layouts, in -1..1; 0 where one of them is plain. Cells that are
   * black in both are left out: bars around a picture do not make two pictures alike.
   */
  double likeness(ColorLayout other) {
    double sum = 0;
    double otherSum = 0;
    double squares = 0;
    double otherSquares = 0;
    double products = 0;
    int count = 0;
    for (int i = 0; i < cells.length / 3; i++) {
      double a = cells[i];
      double b = other.cells[i];
      if (a < BLACK && b < BLACK) {
        continue;
      }
      sum += a;
      otherSum += b;
      squares += a * a;
      otherSquares += b * b;
      products += a * b;
      count++;
    }
    double scale =
        Math.sqrt((count * squares - sum * sum) * (count * otherSquares - otherSum * otherSum));
    return scale < 1 ? 0 : (count * products - sum * otherSum) / scale;
  }
}
