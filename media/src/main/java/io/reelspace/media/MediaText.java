package io.reelspace.media;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words that come with a video, and what else its container says in words.
 *
 * @param cues in the order of their starts
 * @param recorded when it was recorded, where the container states it
 * @param languages ISO 639 codes of its sound, subtitles and transcripts, where they are stated
 * @param warnings what could not be read, one sentence each with the name of the file or stream
 */
public record MediaText(
    List<Cue> cues, Optional<Instant> recorded, Set<String> languages, List<String> warnings) {

  /** No words. */
  public static final MediaText NONE =
      new MediaText(List.of(), Optional.empty(), Set.of(), List.of());

  /** Keeps its own copies. */
  public MediaText {
    cues = List.copyOf(cues);
    languages = Set.copyOf(languages);
    warnings = List.copyOf(warnings);
  }
}
