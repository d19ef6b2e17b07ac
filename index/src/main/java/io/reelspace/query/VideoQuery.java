package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What looks like a video, or like a part of it.
 *
 * @param file a video
 * @param from presentation time in seconds; empty is its start
 * @param to presentation time in seconds, exclusive; empty is its end
 */
public record VideoQuery(Path file, OptionalDouble from, OptionalDouble to) implements SingleQuery {

  /**
   * Refuses a part without length.
   *
   * @throws BadInputException when {@code to} does not lie behind {@code from}, or one is no number
   */
  public VideoQuery {
    if (file.toString().isBlank()) {
      throw new BadInputException("the video of a query needs the name of a file");
    }
    Clock.requireInterval(from, to);
  }

  /** The part between two presentation times, in seconds. */
  public VideoQuery between(double start, double end) {
    return new VideoQuery(file, OptionalDouble.of(start), OptionalDouble.of(end));
  }
}
