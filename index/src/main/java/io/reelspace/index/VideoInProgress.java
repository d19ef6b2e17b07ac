package io.reelspace.index;

import io.reelspace.media.Cue;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaText;
import io.reelspace.media.Sampler;
import io.reelspace.media.Sidecar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A video between decoder and index. The decoder may give it up at any time; all else is touched by
 * the thread of one stage after another.
 */
final class VideoInProgress {

  private final MediaFile file;
  private final Instant added;
  private final Optional<IndexedVideo> before;
  private final SidecarScan.Found sidecars;
  private final boolean onlyWords;
  private final List<IndexedSegment> segments = new ArrayList<>();
  private final List<IndexedLine> lines = new ArrayList<>();
  private MediaText text = MediaText.NONE;
  private volatile boolean abandoned;

  /**
   * @param before what the index holds of it
   * @param onlyWords whether its pictures are in the index as they are
   */
  VideoInProgress(
      MediaFile file,
      Optional<IndexedVideo> before,
      SidecarScan.Found sidecars,
      boolean onlyWords) {
    this.file = file;
    this.added = before.map(IndexedVideo::added).orElseGet(Instant::now);
    this.before = before;
    this.sidecars = sidecars;
    this.onlyWords = onlyWords;
  }

  /** Its pictures and their embeddings, where these stay as they are in the index. */
  Optional<IndexedVideo> kept() {
    return onlyWords ? before : Optional.empty();
  }

  List<Sidecar> sidecars() {
    return sidecars.sidecars();
  }

  void add(MediaText words) {
    text = words;
    for (Cue cue : words.cues()) {
      lines.add(new IndexedLine(cue.start(), cue.end(), cue.text(), cue.language()));
    }
  }

  List<IndexedLine> lines() {
    return lines;
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
    IndexedVideo seen = kept().orElseGet(() -> seen(size, sampler, warnings));
    return seen.withTags(before.map(IndexedVideo::tags).orElse(Set.of()))
        .withWords(
            text.recorded(),
            new IndexedWords(sidecars.fingerprint(), text.languages(), text.warnings()));
  }

  private IndexedVideo seen(ImageSize size, Sampler sampler, List<String> warnings) {
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
