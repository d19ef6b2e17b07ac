package io.reelspace.media;

/**
 * A width and a height in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record ImageSize(int width, int height) {

  /** Refuses sizes without area. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("image size must be positive: " + width + " x " + height);
    }
  }
}
