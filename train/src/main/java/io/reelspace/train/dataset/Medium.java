package io.reelspace.train.dataset;

import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that an example shows, or a part of it.
 *
 * @param part the part of a video, in seconds; empty for all of it
 */
public record Medium(Kind kind, Path file, Optional<TimeWindow> part) {

  /** What a file holds. */
  public enum Kind {
    /** Moving pictures, animated images included. */
    VIDEO("video"),
    /** One still picture. */
    IMAGE("image");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The field of a manifest row that names such a file. */
    String field() {
      return field;
    }
  }

  /** The same file, of which only this part counts. */
  public Medium withPart(TimeWindow window) {
    return new Medium(kind, file, Optional.of(window));
  }
}
