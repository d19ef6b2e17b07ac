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

  /**
   * What of a video is known before it is decoded.
   *
   * @param history the video whose tags and time of coming it has: what was under its path, or what
   *     moved there
   * @param pictures the video of the index whose segments are its own
   * @param words the video of the index whose lines are its own
   * @param origin what it takes the place of at another path
   * @param hash of its content, where that was worked out
   */
  record Known(
      Optional<IndexedVideo> history,
      Optional<IndexedVideo> pictures,
      Optional<IndexedVideo> words,
      Optional<IndexedVideo> origin,
      Optional<String> hash) {}

  private final MediaFile file;
  private final SidecarScan.Found sidecars;
  private final Known known;
  private final Instant added;
  private final List<IndexedSegment> segments = new ArrayList<>();
  private final HeardStretches heard = new HeardStretches();
  private final List<IndexedWindow> takenWindows = new ArrayList<>();
  private final List<IndexedLine> lines = new ArrayList<>();
  private Optional<IndexedVideo> pictures = Optional.empty();
  private Optional<IndexedVideo> wordsOf = Optional.empty();
  private Optional<String> hash = Optional.empty();
  private MediaText text = MediaText.NONE;
  private boolean goesOn;
  private volatile boolean abandoned;

  VideoInProgress(MediaFile file, SidecarScan.Found sidecars, Known known) {
    this.file = file;
    this.sidecars = sidecars;
    this.known = known;
    this.added = known.history().map(IndexedVideo::added).orElseGet(Instant::now);
  }

  /** Whether its file is still as it was found. */
  boolean isAsFound() {
    return file.isAsFound();
  }

  /** Works out by what its content is known again, unless that was done. */
  void identify() {
    hash = known.hash().or(() -> ContentHash.of(file));
  }

  Known known() {
    return known;
  }

  /** Takes the segments and windows of a video for its own. */
  void take(IndexedVideo video, List<IndexedSegment> taken, List<IndexedWindow> windows) {
    segments.addAll(taken);
    takenWindows.addAll(windows);
    pictures = Optional.of(video);
  }

  /** Takes the lines of a video for its own. */
  void takeWords(IndexedVideo video, List<IndexedLine> taken) {
    lines.addAll(taken);
    wordsOf = Optional.of(video);
  }

  /** Whether its pictures were taken from the index. */
  boolean isTaken() {
    return pictures.isPresent();
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

  /** A window of its sound in which something is heard; they come in the order of time. */
  void hear(double start, double end, float[] embedding) {
    heard.add(start, end, embedding);
  }

  /** Its sound, once all has come. */
  List<IndexedWindow> windows() {
    if (isTaken() || segments.isEmpty()) {
      return takenWindows;
    }
    double end = goesOn ? Double.POSITIVE_INFINITY : segments.getLast().end();
    return heard.windows(segments.getFirst().start(), end);
  }

  List<IndexedSegment> segments() {
    return segments;
  }

  /** More is shown after its last segment, which is left out here. */
  void goOn() {
    goesOn = true;
  }

  /** No more of it will come: what has come is of no use. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /**
   * @param divided how videos are divided, see {@link #text}
   */
  IndexedVideo toIndexed(ImageSize size, String divided, List<String> warnings) {
    IndexedVideo seen =
        pictures
            .map(video ->
                video.withFile(
                    Identifiers.video(path()), path().toString(), file.modified(), added, hash))
            .orElseGet(() -> seen(size, divided, warnings));
    IndexedVideo tagged = seen.withTags(known.history().map(IndexedVideo::tags).orElse(Set.of()));
    return wordsOf.isPresent()
        ? tagged.withWords(wordsOf.get().recorded(), wordsOf.get().words())
        : tagged.withWords(
            text.recorded(),
            new IndexedWords(sidecars.fingerprint(), text.languages(), text.warnings()));
  }

  private IndexedVideo seen(ImageSize size, String divided, List<String> warnings) {
    return new IndexedVideo(
        Identifiers.video(path()),
        path().toString(),
        segments.getLast().end() - segments.getFirst().start(),
        file.bytes(),
        file.modified(),
        added,
        size.width(),
        size.height(),
        divided,
        warnings,
        Optional.empty(),
        Set.of(),
        IndexedWords.NONE,
        hash);
  }

  /**
   * A sampler and a way to find shots as the index keeps them.
   *
   * @param shots its name; empty for the built-in one
   */
  static String text(Sampler sampler, String shots) {
    return "%s frames/s, segments up to %s s%s"
        .formatted(
            sampler.framesPerSecond(),
            sampler.longestSegment(),
            shots.isEmpty() ? "" : ", shots by " + shots);
  }
}
