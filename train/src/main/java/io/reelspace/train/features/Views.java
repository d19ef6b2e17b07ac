package io.reelspace.train.features;

import io.reelspace.media.RgbImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * How many views of each picture are encoded: view 0 is the picture as it is, the others are
 * changed at random. What a view of a picture looks like follows from the seed, the source and the
 * view's number alone, whatever else is extracted and in which order.
 *
 * @param count at least 1
 * @param augmentations applied one after another
 * @param seed of the random draws
 */
public record Views(int count, List<ImageAugmentation> augmentations, long seed) {

  /** The picture as it is, and nothing else. */
  public static final Views ORIGINAL = new Views(1, List.of(), 0);

  /** Keeps its own copy; refuses no view at all, and several equal ones. */
  public Views {
    augmentations = List.copyOf(augmentations);
    if (count < 1 || (count > 1 && augmentations.isEmpty())) {
      throw new IllegalArgumentException(count + " views by " + augmentations);
    }
  }

  /**
   * One view of a picture.
   *
   * @param source names the file, so that files differ; the frames of one video are changed alike
   */
  public RgbImage view(RgbImage image, String source, int view) {
    if (view == 0) {
      return image;
    }
    // one generator per frame, started alike: the same crop for all frames of a video
    SplittableRandom random = new SplittableRandom(mixed(seed, source, view));
    RgbImage changed = image;
    for (ImageAugmentation augmentation : augmentations) {
      changed = augmentation.apply(changed, random);
    }
    return changed;
  }

  /** Says how pictures are changed, for the features' format. */
  String description() {
    return count == 1
        ? ""
        : "%d views by %s, seed %d"
            .formatted(
                count,
                augmentations.stream().map(Object::toString).collect(Collectors.joining(", ")),
                seed);
  }

  /** The start of the random draws for one view of a source. */
  static long mixed(long seed, String source, int view) {
    return mix(mix(seed, source.hashCode()), view);
  }

  private static long mix(long a, long b) {
    return (a ^ (b + 0x9E3779B97F4A7C15L + (a << 6) + (a >>> 2))) * 0xBF58476D1CE4E5B9L;
  }
}
