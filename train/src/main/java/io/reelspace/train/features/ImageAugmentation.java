package io.reelspace.train.features;

import io.reelspace.media.RgbImage;
import java.util.random.RandomGenerator;

/**
 * A random change of a picture that leaves what it shows recognisable. All randomness comes from
 * the generator that is handed in, so a seed fixes the outcome.
 */
public sealed interface ImageAugmentation permits RandomResizedCrop, HorizontalFlip, ColorJitter {

  /** The changed picture; the given one is not written to. */
  RgbImage apply(RgbImage image, RandomGenerator random);
}
