package io.reelspace.media;

/**
 * A picture of 8-bit red, green and blue samples, packed row by row without padding.
 *
 * <p>The array is not copied; who receives an image does not write to it.
 *
 * @param size width and height in pixels
 * @param rgb {@code height x width x 3} samples
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is shared, not compared
public record RgbImage(ImageSize size, byte[] rgb) {

  /** Refuses an array whose length does not fit the size. */
  public RgbImage {
    if (rgb.length != 3L * size.width() * size.height()) {
      throw new IllegalArgumentException(
          rgb.length + " samples for an image of " + size.width() + " x " + size.height());
    }
  }
}
