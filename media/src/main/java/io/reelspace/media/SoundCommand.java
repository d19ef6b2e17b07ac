package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code ffmpeg} call that decodes one sound stream to mono floats.
 *
 * @param track what is decoded
 * @param excerpt the part of it, by time
 * @param sampleRate samples per second that come out
 */
record SoundCommand(SoundTrack track, Excerpt excerpt, int sampleRate) {

  /** How far before an excerpt decoding begins. */
  private static final double SEEK_MARGIN = 5;

  /** The whole command line, which reads standard input and writes standard output. */
  List<String> arguments(Ffmpeg ffmpeg, DecodeLimits limits) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffmpeg"));
    command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-threads", "1"));
    double seek = excerpt.from() - SEEK_MARGIN;
    if (seek > track.start()) {
      command.addAll(List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", number(seek)));
    }
    command.addAll(List.of("-copyts", "-i", "fd:", "-map", "0:" + track.stream()));
    command.addAll(List.of("-vn", "-sn", "-dn", "-af", filters()));
    command.addAll(List.of("-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"));
    return command;
  }

  /** Presentation time of the first sample that comes out, in seconds. */
  double start() {
    return Math.max(track.start(), excerpt.from());
  }

  /**
   * Channels become one by their mean, never louder than they were; gaps and overlaps between the
   * time stamps become silence and cuts, so that a sample's place says its time.
   */
  private String filters() {
    return String.format(
        Locale.ROOT,
        "%saresample=%d:rematrix_maxval=1:async=1:first_pts=%d,"
            + "aformat=sample_fmts=flt:channel_layouts=mono",
        trim(),
        sampleRate,
        Math.round(start() * sampleRate));
  }

  private String trim() {
    List<String> bounds = new ArrayList<>();
    if (excerpt.from() != Double.NEGATIVE_INFINITY) {
      bounds.add("start=" + number(excerpt.from()));
    }
    if (excerpt.to() != Double.POSITIVE_INFINITY) {
      bounds.add("end=" + number(excerpt.to()));
    }
    return bounds.isEmpty() ? "" : "atrim=" + String.join(":", bounds) + ",";
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }
}
