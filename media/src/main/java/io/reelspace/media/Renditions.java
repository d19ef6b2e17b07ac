package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What media files are shown as: single frames and sheets of frames as JPEG, and streams that
 * browsers play. Each is made in a child process of its own, under the limits of decoding.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class Renditions {

  /** Far beyond any picture that is asked for. */
  private static final int LARGEST_PICTURE = 32 << 20;

  /** How far before a time behind the last frame that frame is looked for, in seconds. */
  private static final double LOOK_BACK = 2;

  /** Times are rounded to less than this, in seconds; no two frames are closer. */
  private static final double ROUNDING = 0.0005;

  private static final Set<String> SOUND = Set.of("aac", "mp3", "opus", "vorbis", "flac");

  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;

  private Renditions(Ffmpeg ffmpeg, DecodeLimits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /** Renditions made with the bundled programs. */
  public static Renditions using(Ffmpeg ffmpeg, DecodeLimits limits) {
    return new Renditions(ffmpeg, limits);
  }

  /**
   * The frame that is shown at a time; before the first that one, behind the last the last.
   *
   * @param time presentation time in seconds
   * @param side most pixels of the longer side; pictures are never made larger
   * @return a JPEG
   * @throws UnreadableMediaException when no frame decodes
   */
  public byte[] frame(Path file, double time, int side) {
    VideoHeader header = header(file);
    ImageSize size = fitted(header.probe().size(), side);
    String filter =
        "[%s]scale=%d:%d,setsar=1[out]".formatted(header.source(), size.width(), size.height());
    boolean seek = time > header.probe().start() + ROUNDING;
    byte[] picture = seek ? picture(file, seek(time - ROUNDING), filter, "1") : new byte[0];
    if (picture.length == 0 && seek) {
      List<String> before = new ArrayList<>(List.of("-noaccurate_seek"));
      before.addAll(seek(Math.max(header.probe().start(), time - LOOK_BACK)));
      picture = lastOf(picture(file, before, filter, "500"));
    }
    if (picture.length == 0) {
      picture = picture(file, List.of(), filter, "1");
    }
    if (picture.length == 0) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, "it holds no picture that can be decoded"));
    }
    return picture;
  }

  /**
   * Frames of a video in equal steps, one beside the other and row under row, for looking through
   * it quickly. Decodes all of the video: for short ones.
   *
   * @param duration of the video in seconds
   * @param columns frames of a row
   * @param rows rows; the sheet holds {@code columns * rows} frames
   * @param width of a frame in pixels
   * @return a JPEG
   * @throws UnreadableMediaException when no frame decodes
   */
  public byte[] sheet(Path file, double duration, int columns, int rows, int width) {
    VideoHeader header = header(file);
    ImageSize size = fitted(header.probe().size(), width);
    String filter =
        String.format(
            Locale.ROOT,
            "[%s]fps=fps=%f:round=near,scale=%d:%d,setsar=1,tile=%dx%d[out]",
            header.source(),
            columns * rows / Math.max(duration, 0.04),
            size.width(),
            size.height(),
            columns,
            rows);
    byte[] sheet = picture(file, List.of(), filter, "1");
    if (sheet.length == 0) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, "it holds no picture that can be decoded"));
    }
    return sheet;
  }

  /**
   * The size of a picture that fits into a square, not larger than it is.
   *
   * @param side of the square in pixels
   */
  public static ImageSize fitted(ImageSize size, int side) {
    double factor = Math.min(1, (double) side / Math.max(size.width(), size.height()));
    return new ImageSize(
        (int) Math.max(1, Math.round(size.width() * factor)),
        (int) Math.max(1, Math.round(size.height() * factor)));
  }

  /**
   * The type under which browsers play a file as it is, for example {@code video/mp4}; empty where
   * they do not, and a {@link #stream} is to be played in its place.
   *
   * @throws UnreadableMediaException when its header cannot be read
   */
  public Optional<String> playableAs(Path file) {
    JsonNode answer =
        new Ffprobe(ffmpeg, limits)
            .ask(file, "format=format_name:stream=codec_type,codec_name,pix_fmt")
            .json();
    String container = answer.path("format").path("format_name").asText();
    boolean mp4 = container.startsWith("mov,mp4");
    boolean webm = container.startsWith("matroska,webm");
    boolean plays = mp4 || webm;
    for (JsonNode stream : answer.path("streams")) {
      String codec = stream.path("codec_name").asText();
      plays &=
          switch (stream.path("codec_type").asText()) {
            case "video" ->
                stream.path("pix_fmt").asText().matches("yuvj?420p")
                    && (mp4 ? Set.of("h264", "av1", "vp9") : Set.of("vp8", "vp9", "av1"))
                        .contains(codec);
            case "audio" -> SOUND.contains(codec);
            default -> true;
          };
    }
    return plays ? Optional.of(mp4 ? "video/mp4" : "video/webm") : Optional.empty();
  }

  /**
   * A part of a video as fragmented MP4 (H.264, AAC), made while it is read. Its time begins at 0.
   *
   * @param from presentation time in seconds
   * @param to presentation time in seconds; infinite for all that follows
   * @param side most pixels of the longer side
   * @throws UnreadableMediaException when its header cannot be read
   */
  public RenditionStream stream(Path file, double from, double to, int side) {
    VideoHeader header = header(file);
    ImageSize fitted = fitted(header.probe().size(), side);
    // Ogg's first times are right only after a seek; and what follows a seek in it looks like a
    // jump
    // to ffmpeg unless it leaves times as they are.
    double start = Math.max(from - ROUNDING, header.probe().start());
    List<String> command = start();
    command.add("-copyts");
    command.addAll(seek(start));
    if (to != Double.POSITIVE_INFINITY) {
      command.addAll(List.of("-t", number(to - start)));
    }
    command.addAll(List.of("-i", "fd:"));
    String filter =
        "[%s]scale=%d:%d,setsar=1,format=yuv420p[out]"
            .formatted(header.source(), even(fitted.width()), even(fitted.height()));
    command.addAll(List.of("-filter_complex", filter, "-map", "[out]", "-map", "0:a:0?"));
    command.addAll(List.of("-output_ts_offset", number(-start)));
    command.addAll(List.of("-c:v", "libopenh264", "-b:v", bitrate(fitted), "-g", "48"));
    command.addAll(List.of("-c:a", "aac", "-ac", "2", "-b:a", "128k"));
    command.addAll(List.of("-movflags", "frag_keyframe+empty_moov+default_base_moof"));
    command.addAll(List.of("-map_metadata", "-1", "-f", "mp4", "pipe:1"));
    try {
      return new RenditionStream(
          file,
          ChildProcess.start(ffmpeg, command, Optional.of(file), limits),
          limits.withoutProgress());
    } catch (IOException e) {
      throw new StorageException("cannot start ffmpeg (" + e.getMessage() + ")", e);
    }
  }

  private VideoHeader header(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("no such file: " + MediaProblems.shown(file));
    }
    return VideoHeaderReader.read(file, new Ffprobe(ffmpeg, limits));
  }

  private List<String> start() {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffmpeg"));
    command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-threads", Integer.toString(limits.threads())));
    return command;
  }

  private static List<String> seek(double time) {
    return List.of("-seek_timestamp", "1", "-ss", number(time));
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  private static int even(int pixels) {
    return Math.max(2, pixels / 2 * 2);
  }

  /** A tenth of a bit for each pixel of 25 frames a second, and never less than looks decent. */
  private static String bitrate(ImageSize size) {
    return Long.toString(Math.max(400_000, (long) (size.width() * size.height() * 25 * 0.12)));
  }

  /** JPEG pictures, one behind the other; empty when none was decoded. */
  private byte[] picture(Path file, List<String> seek, String filter, String frames) {
    List<String> command = start();
    command.addAll(seek);
    command.addAll(List.of("-i", "fd:", "-filter_complex", filter, "-map", "[out]"));
    command.addAll(List.of("-frames:v", frames, "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt"));
    command.addAll(List.of("yuvj420p", "-fps_mode", "passthrough", "-f", "image2pipe", "pipe:1"));
    try (ChildProcess child = ChildProcess.start(ffmpeg, command, Optional.of(file), limits)) {
      return child.readAll(LARGEST_PICTURE, limits.withoutProgress());
    } catch (ChildProcess.TimeLimitException e) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, "a picture of it took too long to decode"), e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot make a picture of " + MediaProblems.shown(file) + " (" + e.getMessage() + ")", e);
    }
  }

  /** The last of several JPEG pictures: each begins with FF D8 FF, which no other part holds. */
  private static byte[] lastOf(byte[] pictures) {
    for (int i = pictures.length - 3; i >= 0; i--) {
      if (pictures[i] == (byte) 0xff
          && pictures[i + 1] == (byte) 0xd8
          && pictures[i + 2] == (byte) 0xff) {
        return Arrays.copyOfRange(pictures, i, pictures.length);
      }
    }
    return new byte[0];
  }
}
