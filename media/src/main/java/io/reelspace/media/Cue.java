package io.reelspace.media;

import java.util.Optional;

/**
 * A text of a video with the interval that it belongs to: a line of subtitles, a line of a
 * transcript, a chapter's title, or the title of the whole.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive; infinite for what holds to the end
 * @param text one line, without markup and control characters, not blank
 * @param language ISO 639 code of two letters where there is one, else of three; empty where
 *     nothing states it
 */
public record Cue(double start, double end, String text, Optional<String> language) {

  /** Refuses an interval that ends before it starts, and blank text. */
  public Cue {
    if (!(start >= 0 && end >= start) || text.isBlank()) {
      throw new IllegalArgumentException("no cue: '%s' from %s to %s".formatted(text, start, end));
    }
  }

  /** A text that belongs to a video as a whole. */
  static Cue ofWhole(String text) {
    return new Cue(0, Double.POSITIVE_INFINITY, text, Optional.empty());
  }
}
