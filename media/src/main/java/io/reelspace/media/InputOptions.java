package io.reelspace.media;

import java.util.List;

/** The options before the input under which {@code ffmpeg} and {@code ffprobe} open a file. */
final class InputOptions {
  private static final int MOST_STREAMS = 256;

  private InputOptions() {}

  /**
   * Only listed containers, no protocol but the one that reads the standard input, and no picture
   * or number of streams beyond a limit.
   */
  static List<String> of(DecodeLimits limits) {
    return List.of(
        "-protocol_whitelist",
        "fd",
        "-format_whitelist",
        Demuxers.ALLOWED,
        "-max_streams",
        Integer.toString(MOST_STREAMS),
        "-max_pixels",
        Long.toString(limits.pixels()));
  }
}
