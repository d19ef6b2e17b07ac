package io.reelspace.index;

import java.io.IOException;

/**
 * A line whose words matched.
 *
 * @param segment of those during which it is said the one most like the query, else the first
 * @param score how well its words match
 * @param text what was said; asked for only where the line is shown
 */
public record FoundLine(Candidate segment, float score, Text text) {

  /** Reads what was said. */
  public interface Text {
    /** The line itself. */
    Said read() throws IOException;
  }
}
