package io.reelspace.index;

import java.util.List;
import java.util.Optional;

/**
 * One line of the words of a video: of its subtitles, its transcript, its title or description.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param text on one line
 * @param language ISO 639 code, where it is stated
 */
public record IndexedLine(double start, double end, String text, Optional<String> language) {

  /** The same within the time of a video's segments, of which there is at least one. */
  public IndexedLine within(List<IndexedSegment> ordered) {
    double last = ordered.getLast().end();
    double from = Math.min(start, last);
    return new IndexedLine(from, Math.clamp(end, from, Math.max(from, last)), text, language);
  }
}
