package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The {@code ffmpeg} call that decodes a video once and writes raw streams into one NUT file: every
 * picture small, sampled pictures at the size that was asked for, and pictures for clips.
 *
 * @param header the stream to decode
 * @param excerpt the part of it to decode
 * @param framing how sampled pictures come to their size
 * @param samplesPerSecond steps of the sampling grid per second, counted from the stream's start;
 *     the first picture in each step is sampled
 * @param analysed size of the small pictures, which are well filtered then; where empty about 64
 *     pixels on the longer side, not filtered
 * @param clips pictures for clips, if any
 */
record DecodeCommand(
    VideoHeader header,
    Excerpt excerpt,
    Framing framing,
    double samplesPerSecond,
    Optional<ImageSize> analysed,
    Optional<ClipTrack> clips) {
  /** Numbers of the streams in the NUT file. */
  static final int ANALYSIS = 0;

  static final int SAMPLED = 1;

  static final int MOVING = 2;

  private static final int ANALYSIS_SIDE = 64;

  /** NUT knows no negative time stamps, so all are moved by a minute and more where needed. */
  private static final long MARGIN_SECONDS = 60;

  /**
   * How far before an excerpt decoding begins, so that a key frame and all that follows it come.
   */
  private static final double SEEK_MARGIN = 10;

  /** The whole command line, which reads standard input and writes standard output. */
  List<String> arguments(Ffmpeg ffmpeg, DecodeLimits limits) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffmpeg"));
    command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-threads", Integer.toString(limits.threads())));
    if (header.isTiled()) {
      command.add("-noautorotate"); // each tile would be turned, and then the whole again
    }
    double seek = excerpt.from() - SEEK_MARGIN;
    if (seek > header.probe().start()) {
      // To the key frame before; the filters leave out what is too early.
      command.addAll(List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", number(seek)));
    }
    command.addAll(List.of("-copyts", "-i", "fd:"));
    command.addAll(List.of("-filter_complex_threads", "1", "-filter_complex", filters()));
    command.addAll(List.of("-map", "[analysis]", "-map", "[sampled]"));
    if (clips.isPresent()) {
      command.addAll(List.of("-map", "[moving]"));
    }
    command.addAll(List.of("-c:v", "rawvideo", "-threads:v", "1"));
    // Pictures keep their own time stamps: none is repeated, dropped or moved to a grid.
    command.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "filter"));
    // In order of time across both streams, however far apart sampled pictures are.
    command.addAll(List.of("-max_interleave_delta", "0"));
    command.addAll(List.of("-write_index", "0", "-f", "nut", "pipe:1"));
    return command;
  }

  /**
   * The analysis picture takes the nearest sample: as PySceneDetect's own shrinking it does not
   * smooth, and it costs next to nothing. The sampled one is filtered well, it goes to encoders; by
   * way of planes, because the scaler's own packing takes more than half of its time. Where the
   * aspect ratio is kept, as for the networks of the model hubs, the kernel is theirs (B = 0, C =
   * .5).
   */
  private String filters() {
    ImageSize small = analysed.orElseGet(() -> analysisSize(header.probe().size()));
    String filters =
        String.format(
            Locale.ROOT,
            "[%s]%ssetpts=PTS+%d,split=%d[every][some]%s;[every]scale=%d:%d:%s[analysis];",
            header.source(),
            trim(),
            shift(),
            clips.isPresent() ? 3 : 2,
            clips.isPresent() ? "[all]" : "",
            small.width(),
            small.height(),
            analysed.isPresent() ? filtered("", "") : "flags=neighbor,format=rgb24");
    ImageSize source = source();
    ImageSize scaled = framing.scaled(source);
    String kernel = framing instanceof Framing.Stretched ? "" : ":param0=0:param1=0.5";
    String sampled = filtered(kernel, middle(framing.framed(source), scaled));
    return filters
        + picked("some", samplesPerSecond, scaled, sampled, "sampled")
        + clips
            .map(track ->
                ";"
                    + picked(
                        "all", track.picturesPerSecond(), track.size(), filtered("", ""), "moving"))
            .orElse("");
  }

  /** The size of what is decoded of each picture. */
  private ImageSize source() {
    return excerpt
        .region()
        .map(region -> new ImageSize(region.width(), region.height()))
        .orElse(header.probe().size());
  }

  /**
   * The end of a filter that scales well.
   *
   * @param kernel its parameters, where they are not the usual ones
   * @param then a filter on the planes
   */
  private static String filtered(String kernel, String then) {
    return "flags=bicubic+accurate_rnd+full_chroma_int"
        + kernel
        + ",format=gbrp,"
        + then
        + "format=rgb24";
  }

  /** The first picture in each step of a grid, at its own size. */
  private String picked(String from, double perSecond, ImageSize size, String filtered, String to) {
    return String.format(
        Locale.ROOT,
        "[%s]select='%s',%sscale=%d:%d:%s[%s]",
        from,
        isFirstInStep(perSecond),
        crop(),
        size.width(),
        size.height(),
        filtered,
        to);
  }

  /** Cuts the middle out of the scaled picture. */
  private static String middle(ImageSize framed, ImageSize scaled) {
    return framed.equals(scaled)
        ? ""
        : "crop=%d:%d:%d:%d:exact=1,"
            .formatted(
                framed.width(),
                framed.height(),
                (scaled.width() - framed.width()) / 2, // left to itself the filter rounds up
                (scaled.height() - framed.height()) / 2);
  }

  private String trim() {
    List<String> bounds = new ArrayList<>();
    if (excerpt.from() != Double.NEGATIVE_INFINITY) {
      bounds.add("start=" + number(excerpt.from()));
    }
    if (excerpt.to() != Double.POSITIVE_INFINITY) {
      bounds.add("end=" + number(excerpt.to()));
    }
    return bounds.isEmpty() ? "" : "trim=" + String.join(":", bounds) + ",";
  }

  private String crop() {
    return excerpt
        .region()
        .map(
            r -> "crop=w=%d:h=%d:x=%d:y=%d:exact=1,".formatted(r.width(), r.height(), r.x(), r.y()))
        .orElse("");
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  /** Where the excerpt ends, in seconds, where that is known before it is decoded. */
  OptionalDouble end() {
    if (header.end().isPresent()) {
      return OptionalDouble.of(Math.min(header.end().getAsDouble(), excerpt.to()));
    }
    return OptionalDouble.empty();
  }

  private String isFirstInStep(double perSecond) {
    double start = header.probe().start() + shift() * header.secondsPerTick();
    String step = "floor((%s-" + start + ")*" + perSecond + "+1e-6)";
    return "isnan(prev_selected_t)+not(eq("
        + step.formatted("t")
        + ","
        + step.formatted("prev_selected_t")
        + "))";
  }

  /** Ticks of the stream's time base that are added to every time stamp. */
  long shift() {
    long margin = (long) Math.ceil(MARGIN_SECONDS / header.secondsPerTick());
    return margin + Math.max(0, -header.startTicks());
  }

  /** About 64 pixels on the longer side, never larger than the picture itself. */
  static ImageSize analysisSize(ImageSize size) {
    double factor = Math.min(1, (double) ANALYSIS_SIDE / Math.max(size.width(), size.height()));
    return new ImageSize(
        (int) Math.max(1, Math.round(size.width() * factor)),
        (int) Math.max(1, Math.round(size.height() * factor)));
  }
}
