package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.util.Arrays;

/** Pictures cut out of others, and put onto larger ones. */
final class Canvas {
  private Canvas() {}

  /** The part of a size that begins at a place. */
  static RgbImage middle(RgbImage image, ImageSize size, int left, int top) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    for (int y = 0; y < size.height(); y++) {
      int from = 3 * ((top + y) * image.size().width() + left);
      System.arraycopy(image.rgb(), from, rgb, 3 * y * size.width(), 3 * size.width());
    }
    return new RgbImage(size, rgb);
  }

  /** The picture in the middle of a larger one; a half pixel goes to the right and below. */
  static RgbImage padded(RgbImage image, ImageSize size, int fill) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    Arrays.fill(rgb, (byte) fill);
    int left = (size.width() - image.size().width()) / 2;
    int top = (size.height() - image.size().height()) / 2;
    int row = 3 * image.size().width();
    for (int y = 0; y < image.size().height(); y++) {
      System.arraycopy(image.rgb(), y * row, rgb, 3 * ((top + y) * size.width() + left), row);
    }
    return new RgbImage(size, rgb);
  }
}
