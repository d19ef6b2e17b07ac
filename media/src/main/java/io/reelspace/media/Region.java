package io.reelspace.media;

import io.reelspace.error.BadInputException;

/**
 * A rectangle of a picture, in pixels of the picture as it is shown (upright).
 *
 * @param x pixels from the left edge, at least 0
 * @param y pixels from the upper edge, at least 0
 * @param width at least 1
 * @param height at least 1
 */
public record Region(int x, int y, int width, int height) {

  /**
   * Refuses a rectangle without area, or that begins outside of every picture.
   *
   * @throws BadInputException when it is one
   */
  public Region {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new BadInputException(
          "a region is X,Y,WIDTH,HEIGHT in pixels, with WIDTH and HEIGHT of at least 1, not "
              + text(x, y, width, height));
    }
  }

  /** Whether it lies within a picture as a whole. */
  boolean isWithin(ImageSize picture) {
    return (long) x + width <= picture.width() && (long) y + height <= picture.height();
  }

  /** {@code X,Y,WIDTH,HEIGHT}. */
  @Override
  public String toString() {
    return text(x, y, width, height);
  }

  private static String text(int x, int y, int width, int height) {
    return x + "," + y + "," + width + "," + height;
  }
}
