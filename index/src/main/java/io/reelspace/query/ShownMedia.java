package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Frame;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.space.EmbeddedMedium;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Puts the images and videos of queries into a space: decoded, divided and sampled as an index does
 * it, so that the vector of a segment of an indexed video is the one in the index.
 */
record ShownMedia(Space space, MediaReader media, Sampler sampler) {

  EmbeddedQuery embed(ImageQuery query) {
    Path file = query.file();
    Excerpt excerpt = query.region().map(Excerpt::of).orElse(Excerpt.WHOLE);
    try (SegmentStream stream = media.segments(file, excerpt, sampler, space.tracks())) {
      Segment segment = stream.next().orElseThrow(() -> noPicture(file));
      if (segment.frames().size() > 1 || stream.next().isPresent()) {
        throw new BadInputException(
            file + " is a video, not an image; search with it by --video, or \"video\" in JSON");
      }
      float[][] features = space.frameFeatures(segment.frames());
      return new EmbeddedQuery(space.embedFrames(features), named(file, stream.warnings()));
    }
  }

  EmbeddedQuery embed(VideoQuery query) {
    Path file = query.file();
    if (query.from().isEmpty() && query.to().isEmpty()) {
      Decoded whole = decode(file, Excerpt.WHOLE);
      if (whole.segments().isEmpty()) {
        throw noPicture(file);
      }
      return whole.embedded(file);
    }
    MediaProbe probe = media.probe(file);
    double from = query.from().orElse(Double.NEGATIVE_INFINITY);
    double to = query.to().orElse(Double.POSITIVE_INFINITY);
    OptionalDouble end =
        probe.duration().isPresent()
            ? OptionalDouble.of(probe.start() + probe.duration().getAsDouble())
            : OptionalDouble.empty();
    if (to <= probe.start() || from >= end.orElse(Double.POSITIVE_INFINITY)) {
      throw outside(file, probe.start(), end);
    }
    List<String> warnings = new ArrayList<>();
    Decoded part = part(file, from, to, probe.start());
    double last = end.orElse(part.end());
    if (query.to().isPresent() && to > last + 0.05) {
      warnings.add(
          "%s ends at %s; the part up to there is used, not up to %s"
              .formatted(file, Clock.text(last), Clock.text(to)));
    }
    EmbeddedQuery embedded = part.embedded(file);
    warnings.addAll(embedded.warnings());
    return new EmbeddedQuery(embedded.vector(), warnings);
  }

  private Decoded part(Path file, double from, double to, double start) {
    Excerpt excerpt = Excerpt.of(from, to);
    try {
      Decoded part = decode(file, excerpt);
      if (!part.segments().isEmpty()) {
        return part;
      }
    } catch (UnreadableMediaException e) {
      // No frame begins in it. One that began before may still be shown, as in a slide show.
    }
    Decoded before = decode(file, Excerpt.of(Double.NEGATIVE_INFINITY, to));
    if (before.segments().isEmpty() || before.end() <= from) {
      throw outside(file, start, OptionalDouble.of(before.end()));
    }
    return before.lastFrame(space);
  }

  private static BadInputException outside(Path file, double start, OptionalDouble end) {
    return new BadInputException(
        file
            + " shows nothing in that part: it goes from "
            + Clock.text(start)
            + (end.isPresent() ? " to " + Clock.text(end.getAsDouble()) : " on"));
  }

  private static UnreadableMediaException noPicture(Path file) {
    return new UnreadableMediaException(file + ": holds no picture");
  }

  private static List<String> named(Path file, List<String> warnings) {
    return warnings.stream().map(warning -> file + ": " + warning).toList();
  }

  private Decoded decode(Path file, Excerpt excerpt) {
    try (SegmentStream stream = media.segments(file, excerpt, sampler, space.tracks())) {
      List<EmbeddedMedium.Segment> segments = new ArrayList<>();
      Optional<Frame> last = Optional.empty();
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        Segment segment = next.get();
        last = Optional.of(segment.frames().getLast());
        segments.add(
            new EmbeddedMedium.Segment(segment.start(), segment.end(), space.embed(segment)));
      }
      return new Decoded(segments, last, stream.warnings());
    }
  }

  /** Embedded segments, and the last frame of them. */
  private record Decoded(
      List<EmbeddedMedium.Segment> segments, Optional<Frame> last, List<String> warnings) {

    double end() {
      return segments.isEmpty() ? Double.NEGATIVE_INFINITY : segments.getLast().end();
    }

    Decoded lastFrame(Space space) {
      float[] vector = space.embedFrames(space.frameFeatures(List.of(last.orElseThrow())));
      EmbeddedMedium.Segment shown =
          new EmbeddedMedium.Segment(last.orElseThrow().pts(), end(), vector);
      return new Decoded(List.of(shown), last, warnings);
    }

    EmbeddedQuery embedded(Path file) {
      return new EmbeddedQuery(
          new EmbeddedMedium(segments, warnings).mean(), named(file, warnings));
    }
  }
}
