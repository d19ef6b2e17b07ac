package io.reelspace.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One video as the index keeps it.
 *
 * @param id stable identifier, derived from the path
 * @param path the absolute path under which it was indexed
 * @param duration seconds from its first frame to the end of its last
 * @param bytes size of the file
 * @param modified modification time of the file
 * @param added when it first came into the index
 * @param width pixels as shown
 * @param height pixels as shown
 * @param sampler how it was divided, as text; another value makes the video stale
 * @param warnings what was wrong with its pictures, one sentence each; empty for a sound file
 * @param recorded when it was recorded, where its container states that
 * @param tags that a user gave it; they stay when it is indexed again
 * @param words where its words come from
 * @param content hash of its file's content, by which it is known again at another path; empty
 *     where the file changed while it was read
 */
public record IndexedVideo(
    String id,
    String path,
    double duration,
    long bytes,
    Instant modified,
    Instant added,
    int width,
    int height,
    String sampler,
    List<String> warnings,
    Optional<Instant> recorded,
    Set<String> tags,
    IndexedWords words,
    Optional<String> content) {

  /** Keeps its own copies of the lists. */
  public IndexedVideo {
    warnings = List.copyOf(warnings);
    tags = Set.copyOf(tags);
  }

  /** A video without tags, words and hash. */
  public IndexedVideo(
      String id,
      String path,
      double duration,
      long bytes,
      Instant modified,
      Instant added,
      int width,
      int height,
      String sampler,
      List<String> warnings) {
    this(
        id,
        path,
        duration,
        bytes,
        modified,
        added,
        width,
        height,
        sampler,
        warnings,
        Optional.empty(),
        Set.of(),
        IndexedWords.NONE,
        Optional.empty());
  }

  /** The same with other tags. */
  public IndexedVideo withTags(Set<String> other) {
    return new IndexedVideo(
        id, path, duration, bytes, modified, added, width, height, sampler, warnings, recorded,
        other, words, content);
  }

  /** The same with other words and another time of recording. */
  public IndexedVideo withWords(Optional<Instant> otherRecorded, IndexedWords other) {
    return new IndexedVideo(
        id,
        path,
        duration,
        bytes,
        modified,
        added,
        width,
        height,
        sampler,
        warnings,
        otherRecorded,
        tags,
        other,
        content);
  }

  /** The same, seen in another length and with other warnings. */
  IndexedVideo withSeen(double otherDuration, List<String> otherWarnings) {
    return new IndexedVideo(
        id,
        path,
        otherDuration,
        bytes,
        modified,
        added,
        width,
        height,
        sampler,
        otherWarnings,
        recorded,
        tags,
        words,
        content);
  }

  /** The same video as another file holds it. */
  public IndexedVideo withFile(
      String otherId,
      String otherPath,
      Instant otherModified,
      Instant otherAdded,
      Optional<String> otherContent) {
    return new IndexedVideo(
        otherId,
        otherPath,
        duration,
        bytes,
        otherModified,
        otherAdded,
        width,
        height,
        sampler,
        warnings,
        recorded,
        tags,
        words,
        otherContent);
  }
}
