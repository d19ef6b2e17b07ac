package io.reelspace.media;

import java.nio.file.Path;

/** Reads media files: what they are, and their segments. Safe for use by several threads. */
public interface MediaReader {

  /** A reader that decodes with the bundled programs, each file in a child process of its own. */
  static MediaReader using(Ffmpeg ffmpeg, DecodeLimits limits) {
    return new FfmpegMediaReader(ffmpeg, limits);
  }

  /**
   * Reads the header of a file.
   *
   * @throws io.reelspace.error.UnreadableMediaException when it holds no picture that can be
   *     decoded
   */
  MediaProbe probe(Path file);

  /**
   * Starts to decode a file.
   *
   * @param frameSize the size to which frames are scaled, without regard to their aspect ratio
   * @throws io.reelspace.error.UnreadableMediaException when it holds no picture that can be
   *     decoded
   */
  SegmentStream segments(Path file, Sampler sampler, ImageSize frameSize);
}
