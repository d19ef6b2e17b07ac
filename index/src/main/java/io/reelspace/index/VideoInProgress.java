package io.reelspace.index;

import io.reelspace.media.ImageSize;
import io.reelspace.media.Sampler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A video between decoder and index. The decoder may give it up at any time; all else is touched by
 * the thread of one stage after another.
 */
final class VideoInProgress {

  private final MediaFile file;
  private final Instant added;
  private final List<IndexedSegment> segments = new ArrayList<>();
  private volatile boolean abandoned;

  /**
   * @param added when it first came into the index
   */
  VideoInProgress(MediaFile file, Instant added) {
    this.file = file;
    this.added = added;
  }

  Path path() {
    return file.path();
  }

  void add(IndexedSegment segment) {
    segments.add(segment);
  }

  List<IndexedSegment> segments() {
    return segments;
  }

  /** No more of it will come: what has come is of no use. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  IndexedVideo toIndexed(ImageSize size, Sampler sampler, List<String> warnings) {
    return new IndexedVideo(
        Identifiers.video(path()),
        path().toString(),
        segments.getLast().end() - segments.getFirst().start(),
        file.bytes(),
        file.modified(),
        added,
        size.width(),
        size.height(),
        text(sampler),
        warnings);
  }

  /** A sampler as the index keeps it. */
  static String text(Sampler sampler) {
    return "%s frames/s, segments up to %s s"
        .formatted(sampler.framesPerSecond(), sampler.longestSegment());
  }
}
