package io.reelspace.media;

import java.util.List;

/**
 * A run of pictures at even distances of time: what a clip encoder looks at to see motion.
 *
 * @param start presentation time that the first picture stands for, in seconds
 * @param end time at which the last picture's share ends, in seconds; of a clip that is longer than
 *     what was there, the end of that
 * @param pictures at least two, all of one size; a picture that is shown for long stands there
 *     several times
 */
public record Clip(double start, double end, List<RgbImage> pictures) {

  /** Refuses clips in which nothing can move, pictures of several sizes, and no duration. */
  public Clip {
    if (pictures.size() < 2 || !(end > start)) {
      throw new IllegalArgumentException(
          "clip %s to %s, pictures: %d".formatted(start, end, pictures.size()));
    }
    pictures = List.copyOf(pictures);
    ImageSize size = pictures.getFirst().size();
    if (!pictures.stream().allMatch(picture -> picture.size().equals(size))) {
      throw new IllegalArgumentException("pictures of one clip have different sizes");
    }
  }
}
