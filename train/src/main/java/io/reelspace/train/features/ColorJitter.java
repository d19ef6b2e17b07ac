package io.reelspace.train.features;

import io.reelspace.media.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast and saturation, in this order, each by a factor drawn evenly from
 * {@code [1 - x, 1 + x]}: a blend with black, with the picture's mean grey, and with its grey
 * version, as Pillow's {@code ImageEnhance} and torchvision do.
 *
 * @param brightness largest change, 0 to 1
 * @param contrast largest change, 0 to 1
 * @param saturation largest change, 0 to 1
 */
public record ColorJitter(double brightness, double contrast, double saturation)
    implements ImageAugmentation {

  /** Up to 30 % of each. */
  public static final ColorJitter DEFAULT = new ColorJitter(.3, .3, .3);

  /** Refuses changes outside of 0 to 1. */
  public ColorJitter {
    for (double change : new double[] {brightness, contrast, saturation}) {
      if (!(change >= 0 && change <= 1)) {
        throw new IllegalArgumentException("a change is from 0 to 1: " + change);
      }
    }
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    RgbImage brighter = brightness(image, factor(brightness, random));
    return saturation(contrast(brighter, factor(contrast, random)), factor(saturation, random));
  }

  private static double factor(double change, RandomGenerator random) {
    return 1 + change * (2 * random.nextDouble() - 1);
  }

  static RgbImage brightness(RgbImage image, double factor) {
    byte[] out = image.rgb().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = blend(0, out[i] & 0xff, factor);
    }
    return new RgbImage(image.size(), out);
  }

  static RgbImage contrast(RgbImage image, double factor) {
    byte[] out = image.rgb().clone();
    long sum = 0;
    for (int i = 0; i < out.length; i += 3) {
      sum += grey(out, i);
    }
    int mean = (int) (sum / (out.length / 3.0) + 0.5);
    for (int i = 0; i < out.length; i++) {
      out[i] = blend(mean, out[i] & 0xff, factor);
    }
    return new RgbImage(image.size(), out);
  }

  static RgbImage saturation(RgbImage image, double factor) {
    byte[] out = image.rgb().clone();
    for (int i = 0; i < out.length; i += 3) {
      int grey = grey(out, i);
      for (int c = i; c < i + 3; c++) {
        out[c] = blend(grey, out[c] & 0xff, factor);
      }
    }
    return new RgbImage(image.size(), out);
  }

  /** Luma of ITU-R 601 in fixed point. */
  private static int grey(byte[] rgb, int at) {
    return ((rgb[at] & 0xff) * 19595
            + (rgb[at + 1] & 0xff) * 38470
            + (rgb[at + 2] & 0xff) * 7471
            + 0x8000)
        >> 16;
  }

  private static byte blend(int from, int sample, double factor) {
    return (byte) Math.clamp((long) (from + factor * (sample - from)), 0, 255);
  }
}
