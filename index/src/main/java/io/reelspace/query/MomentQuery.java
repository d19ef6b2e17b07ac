package io.reelspace.query;

import io.reelspace.error.BadInputException;

/**
 * What looks like a moment that is in the index; its vector is taken from there, no file is read.
 *
 * @param reference the id that a search gave; or a video, by its id or path, an {@code @} and a
 *     time: {@code holiday.mp4@0:42}; or a video alone, for the mean of its segments
 */
public record MomentQuery(String reference) implements SingleQuery {

  /**
   * Refuses a reference to nothing.
   *
   * @throws BadInputException when it is blank
   */
  public MomentQuery {
    if (reference.isBlank()) {
      throw new BadInputException(
          "a moment is the id that a search gave, or VIDEO@TIME, for example holiday.mp4@0:42");
    }
  }
}
