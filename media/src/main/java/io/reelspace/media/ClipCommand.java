package io.reelspace.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code ffmpeg} call that writes a part of a video to the file that is open as descriptor 3.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param copy whether streams are copied as they are
 * @param sound whether the first sound stream comes with it
 */
record ClipCommand(
    VideoHeader header,
    double start,
    double end,
    ClipWriter.Container container,
    boolean copy,
    boolean sound) {

  /** Where decoding begins before the start, so that a key frame and all after it come. */
  private static final double SEEK_MARGIN = 10;

  /** Bits for a pixel of a frame: OpenH264 looks good at this. */
  private static final double BITS_PER_PIXEL = 0.12;

  private static final int FRAMES_PER_SECOND = 30;
  private static final int LEAST_BITS = 500_000;

  /** Level 5.2 of h264 has no larger pictures; OpenH264 takes none. */
  private static final int LONGEST_SIDE = 3840;

  private static final int SHORTEST_SIDE = 2160;

  ClipCommand withoutSound() {
    return new ClipCommand(header, start, end, container, copy, false);
  }

  List<String> arguments(Ffmpeg ffmpeg, DecodeLimits limits) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffmpeg"));
    command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"));
    command.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.5"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-threads", Integer.toString(limits.threads())));
    command.addAll(copy ? copying() : encoding());
    command.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"));
    command.addAll(List.of("-f", container.muxer(), "-fd", "3", "fd:"));
    return command;
  }

  private List<String> copying() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-seek_timestamp", "1", "-ss", number(start), "-i", "fd:"));
    command.addAll(List.of("-t", number(end - start), "-map", header.source()));
    if (sound) {
      command.addAll(List.of("-map", "0:a:0?"));
    }
    command.addAll(List.of("-c", "copy"));
    return command;
  }

  private List<String> encoding() {
    List<String> command = new ArrayList<>();
    double seek = start - SEEK_MARGIN;
    if (seek > header.probe().start()) {
      command.addAll(List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", number(seek)));
    }
    command.addAll(List.of("-copyts", "-i", "fd:", "-filter_complex", pictures()));
    command.addAll(List.of("-map", "[clip]", "-c:v", "libopenh264", "-b:v", bits()));
    command.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "filter"));
    if (sound) {
      command.addAll(List.of("-map", "0:a:0?", "-c:a", "aac", "-b:a", "160k", "-ac", "2"));
      command.addAll(
          List.of(
              "-af",
              "atrim=start=%s:end=%s,asetpts=PTS-(%s)/TB"
                  .formatted(number(start), number(end), number(start))));
    }
    return command;
  }

  /** Odd pictures lose a line: h264 in 4:2:0 has none of odd size. */
  private String pictures() {
    return String.format(
        Locale.ROOT,
        "[%s]trim=start=%s:end=%s,setpts=PTS-(%s)/TB,%scrop=trunc(iw/2)*2:trunc(ih/2)*2:0:0,"
            + "format=yuv420p[clip]",
        header.source(),
        number(start),
        number(end),
        number(start),
        scale());
  }

  private String scale() {
    ImageSize size = header.probe().size();
    int longer = Math.max(size.width(), size.height());
    int shorter = Math.min(size.width(), size.height());
    double factor = Math.min((double) LONGEST_SIDE / longer, (double) SHORTEST_SIDE / shorter);
    return factor >= 1
        ? ""
        : "scale=%d:%d,".formatted((int) (size.width() * factor), (int) (size.height() * factor));
  }

  private String bits() {
    ImageSize size = header.probe().size();
    double pixels =
        Math.min((double) size.width() * size.height(), (double) LONGEST_SIDE * SHORTEST_SIDE);
    return Long.toString(
        Math.max(LEAST_BITS, Math.round(pixels * FRAMES_PER_SECOND * BITS_PER_PIXEL)));
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  /** Whether no frame came into the clip. */
  boolean isEmpty(Path clip, Ffmpeg ffmpeg, DecodeLimits limits) throws IOException {
    if (Files.size(clip) == 0) {
      return true;
    }
    try {
      VideoHeader written = VideoHeaderReader.read(clip, new Ffprobe(ffmpeg, limits));
      return written.end().isPresent() && written.end().getAsDouble() <= 0;
    } catch (io.reelspace.error.UnreadableMediaException e) {
      return true;
    }
  }
}
