package io.reelspace.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to look for in an archive: something that one vector of the space stands for, or several
 * such that follow one another in time.
 *
 * <p>Queries check what can be checked without files and index when they are made, and throw {@link
 * io.reelspace.error.BadInputException} with a sentence for the person who asked.
 */
public sealed interface Query permits VectorQuery, TemporalQuery {

  /** What a text describes. */
  static TextQuery text(String text) {
    return new TextQuery(text);
  }

  /** What looks like an image. */
  static ImageQuery image(Path file) {
    return new ImageQuery(file, Optional.empty());
  }

  /** What looks like a video as a whole. */
  static VideoQuery video(Path file) {
    return new VideoQuery(file, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** What sounds like a recording as a whole. */
  static AudioQuery audio(Path file) {
    return new AudioQuery(file, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * What looks like a moment of the index.
   *
   * @param reference see {@link MomentQuery}
   */
  static MomentQuery moment(String reference) {
    return new MomentQuery(reference);
  }

  /**
   * One thing and then others in the same video.
   *
   * @param within seconds from the end of one step to the start of the next, at most
   */
  static TemporalQuery sequence(double within, VectorQuery first, VectorQuery... then) {
    List<VectorQuery> steps = new ArrayList<>(List.of(first));
    steps.addAll(List.of(then));
    return new TemporalQuery(steps, within);
  }
}
