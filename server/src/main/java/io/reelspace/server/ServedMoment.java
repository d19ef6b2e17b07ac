package io.reelspace.server;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of the index by its id.
 *
 * @param start in seconds
 * @param end in seconds
 * @param segments all of its video
 */
record ServedMoment(
    String id, IndexedVideo video, double start, double end, List<IndexedSegment> segments) {

  /** Of an id: the start and the end of a moment. */
  private static final Pattern PART = Pattern.compile("(\\d{1,9}\\.\\d{3})-(\\d{1,9}\\.\\d{3})");

  /** Ids have three decimals. */
  private static final double ROUNDING = 0.001;

  /**
   * A segment, by {@code VIDEO@START}; or a part of the video, by {@code VIDEO@START-END}.
   *
   * @throws RequestException when it is not in the index
   */
  static ServedMoment find(ServedArchive archive, String id) {
    int at = id.lastIndexOf('@');
    IndexedVideo video = archive.video(at < 0 ? id : id.substring(0, at));
    List<IndexedSegment> segments = archive.index().segments(video.id());
    for (IndexedSegment segment : segments) {
      if (Identifiers.moment(video.id(), segment.start()).equals(id)) {
        return new ServedMoment(id, video, segment.start(), segment.end(), segments);
      }
    }
    Matcher part = PART.matcher(id.substring(at + 1));
    if (part.matches()) {
      double start = Double.parseDouble(part.group(1));
      double end = Double.parseDouble(part.group(2));
      if (start < end
          && !segments.isEmpty()
          && start >= segments.getFirst().start() - ROUNDING
          && end <= segments.getLast().end() + ROUNDING) {
        return new ServedMoment(id, video, start, end, segments);
      }
    }
    throw RequestException.notFound(
        "the video has no moment '" + id + "'; it may have been indexed again");
  }

  /** The last segment that ends before it, or the first that begins behind it; none at an end. */
  List<IndexedSegment> beside(boolean before) {
    List<IndexedSegment> others =
        segments.stream()
            .filter(segment ->
                before ? segment.end() <= start + ROUNDING : segment.start() >= end - ROUNDING)
            .toList();
    return others.isEmpty() ? List.of() : List.of(before ? others.getLast() : others.getFirst());
  }
}
