package io.reelspace.media;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the header of a media file says, before any frame is decoded.
 *
 * @param container the demuxer's name, for example {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec the video codec's name, for example {@code h264}
 * @param size width and height as shown, after rotation
 * @param start presentation time of the video stream's start in seconds, usually 0
 * @param duration length in seconds where the header states it; a hint, the frames are the truth
 * @param sound the sound stream that is listened to; empty where there is none
 */
public record MediaProbe(
    String container,
    String codec,
    ImageSize size,
    double start,
    OptionalDouble duration,
    Optional<SoundTrack> sound) {

  /** What the header of a file without sound says. */
  public MediaProbe(
      String container, String codec, ImageSize size, double start, OptionalDouble duration) {
    this(container, codec, size, start, duration, Optional.empty());
  }
}
