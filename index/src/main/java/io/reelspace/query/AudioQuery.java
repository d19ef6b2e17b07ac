package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What sounds like a recording, or like a part of it.
 *
 * @param file a sound file, or a video whose sound is meant
 * @param from presentation time in seconds; empty is its start
 * @param to presentation time in seconds, exclusive; empty is its end
 */
public record AudioQuery(Path file, OptionalDouble from, OptionalDouble to) implements SingleQuery {

  /**
   * Refuses a part without length.
   *
   * @throws BadInputException when {@code to} does not lie behind {@code from}, or one is no number
   */
  public AudioQuery {
    if (file.toString().isBlank()) {
      throw new BadInputException("the sound of a query needs the name of a file");
    }
    Clock.requireInterval(from, to);
  }

  /** The part between two presentation times, in seconds. */
  public AudioQuery between(double start, double end) {
    return new AudioQuery(file, OptionalDouble.of(start), OptionalDouble.of(end));
  }
}
