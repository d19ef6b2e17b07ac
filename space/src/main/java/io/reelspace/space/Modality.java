package io.reelspace.space;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A kind of content that a space has a way into. */
public enum Modality {
  /** Frames of a video, or a still image. */
  @JsonProperty("visual")
  VISUAL,
  /** Queries, captions and other sentences. */
  @JsonProperty("text")
  TEXT,
  /** Clips of a video: several frames at once. */
  @JsonProperty("motion")
  MOTION,
  /** Sound of a video, or a sound file. */
  @JsonProperty("audio")
  AUDIO;

  /** Those without which nothing is a space. */
  static final Set<Modality> NEEDED = Collections.unmodifiableSet(EnumSet.of(VISUAL, TEXT));
}
