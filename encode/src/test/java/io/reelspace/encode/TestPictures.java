package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;

/** The pictures that {@code tools/models/fixtures.py} makes by the same formula. */
final class TestPictures {
  private TestPictures() {}

  static RgbImage picture(int width, int height, int seed) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[i++] = (byte) (3 * x + 5 * y + 40 * seed);
        rgb[i++] = (byte) (x * y / 8 + 10 * seed);
        rgb[i++] = (byte) ((x / (16 + seed) + y / 12) % 2 == 1 ? 255 : 30);
      }
    }
    return new RgbImage(new ImageSize(width, height), rgb);
  }
}
