package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.media.Region;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What looks like an image, or like a rectangle cut out of it.
 *
 * @param file a picture
 * @param region what is cut out, in pixels of the picture as it is shown; it must lie within
 */
public record ImageQuery(Path file, Optional<Region> region) implements SingleQuery {

  /**
   * Refuses a file without a name.
   *
   * @throws BadInputException when it is one
   */
  public ImageQuery {
    if (file.toString().isBlank()) {
      throw new BadInputException("the image of a query needs the name of a file");
    }
  }

  /** The same image, cut. */
  public ImageQuery region(int x, int y, int width, int height) {
    return new ImageQuery(file, Optional.of(new Region(x, y, width, height)));
  }
}
