package io.reelspace.media;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has {@code ffmpeg} write subtitles as plain SubRip, without markup, in a child process under the
 * limits of decoding.
 */
final class SubtitleConversion {

  /** Far beyond any film: a day of speech is about 1 MB. */
  private static final int LONGEST = 16 << 20;

  /** All of a file is read for its subtitles, which a slow disk needs time for. */
  private static final int PATIENCE = 10;

  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;

  SubtitleConversion(Ffmpeg ffmpeg, DecodeLimits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /**
   * What came out, and what was complained about.
   *
   * @param failure why there is not all; empty when there is
   */
  record Converted(String subRip, Optional<String> failure) {}

  /** One stream of subtitles of a media file, opened as for decoding. */
  Converted stream(Path video, int stream) {
    return convert(video, InputOptions.of(limits), List.of("-map", "0:" + stream));
  }

  /**
   * A file of subtitles in UTF-8; no other demuxer than the named one is allowed.
   *
   * @param demuxer {@code srt}, {@code webvtt} or {@code ass}
   */
  Converted file(Path subtitles, String demuxer) {
    List<String> input =
        List.of("-protocol_whitelist", "fd", "-format_whitelist", demuxer, "-f", demuxer);
    return convert(subtitles, input, List.of("-map", "0:s:0"));
  }

  private Converted convert(Path file, List<String> input, List<String> map) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffmpeg"));
    command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"));
    command.addAll(input);
    command.addAll(List.of("-copyts", "-i", "fd:"));
    command.addAll(map);
    command.addAll(List.of("-c:s", "text", "-f", "srt", "pipe:1"));
    Duration time = limits.withoutProgress().multipliedBy(PATIENCE);
    try (ChildProcess child = ChildProcess.start(ffmpeg, command, Optional.of(file), limits)) {
      byte[] output;
      try {
        output = child.readAll(LONGEST, time);
      } catch (ChildProcess.TimeLimitException e) {
        return new Converted("", Optional.of(e.getMessage()));
      }
      int exit = child.exit(limits.withoutProgress()).orElse(-1);
      Optional<String> failure =
          exit == 0
              ? Optional.empty()
              : child.complaints().lines().stream()
                  .findFirst()
                  .map(MediaProblems::shown)
                  .or(() -> Optional.of("exit code " + exit));
      return new Converted(new String(output, StandardCharsets.UTF_8), failure);
    } catch (IOException e) {
      throw new StorageException(
          "cannot read the subtitles of " + MediaProblems.shown(file) + " (" + e.getMessage() + ")",
          e);
    }
  }
}
