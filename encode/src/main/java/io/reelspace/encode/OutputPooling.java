package io.reelspace.encode;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the output of a network for pictures becomes one row of features. */
public enum OutputPooling {
  /** It is one: {@code [pictures, channels]}, maybe with further dimensions of length one. */
  @JsonProperty("none")
  NONE,
  /** The first token of {@code [pictures, tokens, channels]}, [CLS]. */
  @JsonProperty("first")
  FIRST,
  /** The mean over tokens, or over the cells of {@code [pictures, channels, height, width]}. */
  @JsonProperty("mean")
  MEAN,
  /** All tokens or cells in the order of rows, each with its channels. */
  @JsonProperty("grid")
  GRID
}
