package io.reelspace.train.features;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Cuts out a rectangle of random area, aspect ratio and place (Szegedy et al., 2015), whose pixels
 * the encoder then resizes to its own input. As in torchvision: after ten draws that do not fit,
 * the largest centred rectangle of an allowed aspect ratio.
 *
 * @param minArea smallest share of the picture's area, above 0
 * @param maxArea largest share, up to 1
 * @param minAspect smallest width / height
 * @param maxAspect largest width / height; logarithms are drawn evenly
 */
public record RandomResizedCrop(double minArea, double maxArea, double minAspect, double maxAspect)
    implements ImageAugmentation {

  /** 35 to 100 % of the area, 3:4 to 4:3. */
  public static final RandomResizedCrop DEFAULT = new RandomResizedCrop(.35, 1, 3 / 4.0, 4 / 3.0);

  private static final int DRAWS = 10;

  /** Refuses empty and inverted ranges. */
  public RandomResizedCrop {
    if (!(minArea > 0 && maxArea >= minArea && maxArea <= 1)) {
      throw new IllegalArgumentException("areas from " + minArea + " to " + maxArea);
    }
    if (!(minAspect > 0 && maxAspect >= minAspect)) {
      throw new IllegalArgumentException("aspect ratios from " + minAspect + " to " + maxAspect);
    }
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    int width = image.size().width();
    int height = image.size().height();
    for (int i = 0; i < DRAWS; i++) {
      double area = between(minArea, maxArea, random) * width * height;
      double aspect = Math.exp(between(Math.log(minAspect), Math.log(maxAspect), random));
      int w = (int) Math.round(Math.sqrt(area * aspect));
      int h = (int) Math.round(Math.sqrt(area / aspect));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        return crop(
            image,
            random.nextInt(width - w + 1),
            random.nextInt(height - h + 1),
            new ImageSize(w, h));
      }
    }
    return centred(image);
  }

  private RgbImage centred(RgbImage image) {
    int width = image.size().width();
    int height = image.size().height();
    double aspect = Math.clamp((double) width / height, minAspect, maxAspect);
    int w = Math.clamp(Math.round(height * aspect), 1, width);
    int h = Math.clamp(Math.round(width / aspect), 1, height);
    return crop(image, (width - w) / 2, (height - h) / 2, new ImageSize(w, h));
  }

  static RgbImage crop(RgbImage image, int left, int top, ImageSize size) {
    byte[] out = new byte[3 * size.width() * size.height()];
    for (int y = 0; y < size.height(); y++) {
      int from = 3 * ((top + y) * image.size().width() + left);
      System.arraycopy(image.rgb(), from, out, 3 * y * size.width(), 3 * size.width());
    }
    return new RgbImage(size, out);
  }

  private static double between(double low, double high, RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }
}
