package io.reelspace.index;

import java.time.Instant;
import java.util.List;

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
 * @param warnings what was wrong with it, one sentence each; empty for a sound file
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
    List<String> warnings) {

  /** Keeps its own copy of the warnings. */
  public IndexedVideo {
    warnings = List.copyOf(warnings);
  }
}
