package io.reelspace.query;

import io.reelspace.error.BadInputException;

/**
 * What a text describes.
 *
 * @param text of any length; of a longer one than the space reads the first part is used, which the
 *     answer says
 */
public record TextQuery(String text) implements SingleQuery {

  /**
   * Refuses a text without a letter.
   *
   * @throws BadInputException when it is blank
   */
  public TextQuery {
    if (text.isBlank()) {
      throw new BadInputException("The query is empty. Describe what to look for.");
    }
  }
}
