package io.reelspace.index;

import io.reelspace.error.BadInputException;
import io.reelspace.index.filter.Filter;

/**
 * Words to look for in subtitles, transcripts, titles and descriptions.
 *
 * @param words what was said or written
 * @param top results wanted, 1 to {@link SearchRequest#MAX_TOP}
 * @param by what one result stands for
 * @param filter which videos are looked at
 */
public record WordSearchRequest(String words, int top, Grouping by, Filter filter) {

  /**
   * Refuses what cannot be looked for.
   *
   * @throws BadInputException when there are no words, or {@code top} is out of range
   */
  public WordSearchRequest {
    if (words.isBlank()) {
      throw new BadInputException("no words to look for; give some, for example \"what a save\"");
    }
    SearchRequest.requireTop(top);
  }
}
