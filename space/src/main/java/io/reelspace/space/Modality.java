package io.reelspace.space;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A kind of content that a space has a way into. */
public enum Modality {
  /** Frames of a video, or a still image. */
  @JsonProperty("visual")
  VISUAL,
  /** Queries, captions and other sentences. */
  @JsonProperty("text")
  TEXT
}
