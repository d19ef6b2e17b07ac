package io.reelspace.media;

import java.util.Optional;

/**
 * What of a file is decoded for its segments.
 *
 * @param framing how frames come to their size
 * @param clips the pictures for clips; empty where no clips are wanted
 * @param sound the windows of sound that are heard during a segment; empty where none are wanted
 */
public record Tracks(Framing framing, Optional<ClipTrack> clips, Optional<SoundFormat> sound) {

  /** Frames alone. */
  public static Tracks of(Framing framing) {
    return new Tracks(framing, Optional.empty(), Optional.empty());
  }
}
