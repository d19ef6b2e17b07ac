package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.VideoIndex;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link MomentQuery} refers to in an index.
 *
 * @param video that it is of
 * @param segments the one that is meant, or all of the video; at least one
 * @param whole whether the video as a whole is meant
 */
record StoredMoment(IndexedVideo video, List<IndexedSegment> segments, boolean whole) {

  /** Ids give a start in thousandths of a second. */
  private static final double ROUNDING = 0.0006;

  /**
   * Looks a moment up.
   *
   * @throws BadInputException when it is not in the index
   */
  static StoredMoment find(VideoIndex index, MomentQuery query) {
    String reference = query.reference();
    int at = reference.lastIndexOf('@');
    Optional<StoredMoment> interval = interval(index, reference, at);
    if (interval.isPresent()) {
      return interval.get();
    }
    OptionalDouble time = at < 0 ? OptionalDouble.empty() : Clock.find(reference.substring(at + 1));
    if (time.isPresent()) {
      Optional<IndexedVideo> video = video(index, reference.substring(0, at));
      if (video.isPresent()) {
        IndexedSegment segment = segment(index, video.get(), time.getAsDouble());
        return new StoredMoment(video.get(), List.of(segment), false);
      }
    }
    IndexedVideo video =
        video(index, reference)
            .orElseThrow(() ->
                new BadInputException(
                    "there is no moment '"
                        + reference
                        + "' in this index: it holds no such video. An id counts only in the index"
                        + " that gave it; or name VIDEO@TIME, for example holiday.mp4@0:42"));
    List<IndexedSegment> segments = index.segments(video.id());
    if (segments.isEmpty()) {
      throw new BadInputException("the video " + video.path() + " has no segments in this index");
    }
    return new StoredMoment(video, segments, true);
  }

  /** The moment that {@code VIDEO@START-END} means, as the segment that it would be. */
  private static Optional<StoredMoment> interval(VideoIndex index, String reference, int at) {
    int dash = reference.indexOf('-', at + 1);
    if (at < 0 || dash < 0) {
      return Optional.empty();
    }
    OptionalDouble start = Clock.find(reference.substring(at + 1, dash));
    OptionalDouble end = Clock.find(reference.substring(dash + 1));
    Optional<IndexedVideo> video = video(index, reference.substring(0, at));
    if (start.isEmpty() || end.isEmpty() || video.isEmpty()) {
      return Optional.empty();
    }
    double from = start.getAsDouble() - ROUNDING;
    double to = end.getAsDouble() + ROUNDING;
    if (from >= to - 2 * ROUNDING) {
      throw new BadInputException(
          "the moment '" + reference + "' ends before it begins; write VIDEO@START-END");
    }
    Combination sum = new Combination();
    List<IndexedFrame> frames =
        index.frames(video.get().id()).stream()
            .filter(frame -> frame.time() >= from && frame.time() < to - 2 * ROUNDING)
            .toList();
    if (frames.isEmpty()) { // shorter than what was sampled, or indexed without frames
      sum.add(1, segment(index, video.get(), start.getAsDouble()).embedding());
    }
    frames.forEach(frame -> sum.add(1.0 / frames.size(), frame.embedding()));
    IndexedSegment moment =
        new IndexedSegment(start.getAsDouble(), end.getAsDouble(), sum.unit(), frames);
    return Optional.of(new StoredMoment(video.get(), List.of(moment), false));
  }

  /** Whether a result shows it. */
  boolean isShownBy(Hit hit) {
    return hit.video().equals(video.path())
        && (whole
            || (hit.start() < segments.getFirst().end()
                && hit.end() > segments.getFirst().start()));
  }

  /** Its embedding: of the segment, or the direction of the mean of all. */
  float[] vector() {
    Combination sum = new Combination();
    segments.forEach(segment -> sum.add(1.0 / segments.size(), segment.embedding()));
    return sum.unit();
  }

  private static Optional<IndexedVideo> video(VideoIndex index, String idOrPath) {
    Optional<IndexedVideo> byId = index.video(idOrPath);
    if (byId.isPresent() || idOrPath.isBlank()) {
      return byId;
    }
    try {
      return index.video(Identifiers.video(Path.of(idOrPath)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static IndexedSegment segment(VideoIndex index, IndexedVideo video, double time) {
    List<IndexedSegment> segments = index.segments(video.id());
    return segments.reversed().stream()
        .filter(segment -> segment.start() <= time + ROUNDING)
        .findFirst()
        .filter(segment -> time < segment.end() || time <= segment.start() + ROUNDING)
        .orElseThrow(() ->
            new BadInputException(
                segments.isEmpty()
                    ? "the video " + video.path() + " has no segments in this index"
                    : "%s has no moment at %s: it is indexed from %s to %s"
                        .formatted(
                            video.path(),
                            Clock.text(time),
                            Clock.text(segments.getFirst().start()),
                            Clock.text(segments.getLast().end()))));
  }
}
