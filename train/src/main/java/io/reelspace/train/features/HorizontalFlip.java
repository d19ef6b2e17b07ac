package io.reelspace.train.features;

import io.reelspace.media.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Mirrors left and right.
 *
 * @param probability of doing so, 0 to 1
 */
public record HorizontalFlip(double probability) implements ImageAugmentation {

  /** Refuses what is no probability. */
  public HorizontalFlip {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
    }
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    return random.nextDouble() < probability ? flip(image) : image;
  }

  static RgbImage flip(RgbImage image) {
    int width = image.size().width();
    byte[] in = image.rgb();
    byte[] out = new byte[in.length];
    for (int y = 0; y < image.size().height(); y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(in, 3 * (y * width + x), out, 3 * (y * width + width - 1 - x), 3);
      }
    }
    return new RgbImage(image.size(), out);
  }
}
