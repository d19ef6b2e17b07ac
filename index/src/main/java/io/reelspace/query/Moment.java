package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.index.VideoIndex;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A part of a video file.
 *
 * @param video the file
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 */
public record Moment(Path video, double start, double end) {

  /**
   * What {@code VIDEO@START-END} says: a file that need not be in any index, and times such as
   * {@code 0:42-0:50}; empty where a text is not of that form.
   *
   * @throws BadInputException when the end does not come after the start
   */
  public static Optional<Moment> range(String reference) {
    int at = reference.lastIndexOf('@');
    int dash = reference.indexOf('-', at + 2);
    if (at < 1 || dash < 0) {
      return Optional.empty();
    }
    OptionalDouble start = Clock.find(reference.substring(at + 1, dash));
    OptionalDouble end = Clock.find(reference.substring(dash + 1));
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    if (end.getAsDouble() <= start.getAsDouble()) {
      throw new BadInputException(
          "'%s': the end must come after the start, as in VIDEO@0:42-0:50".formatted(reference));
    }
    try {
      Path video = Path.of(reference.substring(0, at));
      return Optional.of(new Moment(video, start.getAsDouble(), end.getAsDouble()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The moment of an index that a query refers to: a segment, by its id or a time in it, or a whole
   * video.
   *
   * @throws BadInputException when it is not in the index
   */
  public static Moment find(VideoIndex index, MomentQuery query) {
    StoredMoment found = StoredMoment.find(index, query);
    return new Moment(
        Path.of(found.video().path()),
        found.segments().getFirst().start(),
        found.segments().getLast().end());
  }
}
