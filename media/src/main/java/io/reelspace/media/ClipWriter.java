package io.reelspace.media;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts a part of a video into a file of its own, in a child process under the limits of decoding.
 *
 * <p>Encoded anew (h264 by OpenH264, and AAC) the clip begins with the frame that is shown at its
 * start and ends with the last that begins before its end. It is written under another name and
 * renamed when it is whole. Safe for use by several threads.
 */
public final class ClipWriter {

  /** What is taken for the same time: ids and people give thousandths of a second. */
  private static final double ROUNDING = 0.0006;

  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;

  private ClipWriter(Ffmpeg ffmpeg, DecodeLimits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /** A writer of clips with the bundled program. */
  public static ClipWriter using(Ffmpeg ffmpeg, DecodeLimits limits) {
    return new ClipWriter(ffmpeg, limits);
  }

  /**
   * Writes {@code [start, end)} of a video to a file.
   *
   * @param start presentation time in seconds
   * @param end presentation time in seconds, exclusive; what lies behind the video's end is not
   *     there
   * @param target its extension names the container: mp4, m4v, mov or mkv
   * @return warnings, one sentence each
   * @throws BadInputException when the range is empty or outside the video, the target is there
   *     already or of another kind, or the file is a still picture
   * @throws UnreadableMediaException when the video holds no picture that can be decoded
   * @throws StorageException when the target cannot be written
   */
  public List<String> write(
      Path video, double start, double end, Path target, ClipOptions options) {
    if (!(start < end)) {
      throw new BadInputException(
          "a clip from %s s to %s s holds nothing; its end must come after its start"
              .formatted(number(start), number(end)));
    }
    Container container = Container.of(target);
    requireFree(video, target, options);
    VideoHeader header = FfmpegMediaReader.header(video, ffmpeg, limits);
    List<String> warnings = new ArrayList<>();
    requireWithin(video, header, start, end, warnings);
    ClipCommand command =
        new ClipCommand(header, start - ROUNDING, end - ROUNDING, container, options.copy(), true);
    Path part =
        target
            .toAbsolutePath()
            .resolveSibling(
                ".%s.%d.part".formatted(target.getFileName(), ProcessHandle.current().pid()));
    try {
      Optional<String> failure = run(video, command, part);
      if (failure.isPresent()) {
        Optional<String> without = run(video, command.withoutSound(), part);
        if (without.isPresent()) {
          throw new UnreadableMediaException(MediaProblems.sentence(video, failure.get()));
        }
        warnings.add("the clip has no sound: " + failure.get());
      }
      if (command.isEmpty(part, ffmpeg, limits)) {
        throw new BadInputException(
            "%s shows nothing between %s s and %s s"
                .formatted(MediaProblems.shown(video), number(start), number(end)));
      }
      publish(part, target, options);
      return warnings;
    } catch (IOException e) {
      throw new StorageException(
          "cannot write " + MediaProblems.shown(target) + " (" + e.getMessage() + ")", e);
    } finally {
      delete(part);
    }
  }

  private static void requireFree(Path video, Path target, ClipOptions options) {
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(
          "no such folder: " + MediaProblems.shown(folder) + "; make it first");
    }
    if (!Files.exists(target)) {
      return;
    }
    boolean same;
    try {
      same = Files.exists(video) && Files.isSameFile(video, target);
    } catch (IOException e) {
      same = false;
    }
    if (same) {
      throw new BadInputException(
          MediaProblems.shown(target) + " is the video itself; name another file for the clip");
    }
    if (!options.overwrite() || Files.isDirectory(target)) {
      throw isThere(target);
    }
  }

  private static BadInputException isThere(Path target) {
    return new BadInputException(
        MediaProblems.shown(target) + " is there already; name another file, or use --force");
  }

  private static void requireWithin(
      Path video, VideoHeader header, double start, double end, List<String> warnings) {
    String shown = MediaProblems.shown(video);
    if (Demuxers.isImage(header.probe().container()) && header.probe().duration().isEmpty()) {
      throw new BadInputException(shown + " is a picture, of which no part can be cut");
    }
    if (header.end().isEmpty()) {
      return; // the header does not say; the frames will
    }
    double last = header.end().getAsDouble();
    if (start >= last) {
      throw new BadInputException(
          "%s ends at %s s; it has nothing from %s s on"
              .formatted(shown, number(last), number(start)));
    }
    if (end > last + 0.5) {
      warnings.add("%s ends at %s s; the clip goes up to there".formatted(shown, number(last)));
    }
  }

  /** Runs the program; why it failed, if it did. */
  private Optional<String> run(Path video, ClipCommand command, Path part) throws IOException {
    delete(part);
    Files.createFile(part);
    try (ChildProcess child =
        ChildProcess.startWriting(ffmpeg, command.arguments(ffmpeg, limits), video, part, limits)) {
      boolean ended = new EncodingProgress(child).awaitEnd(limits.withoutProgress());
      if (!ended) {
        return Optional.of("no progress within " + limits.withoutProgress().toSeconds() + " s");
      }
      int exit = child.exit(limits.withoutProgress()).orElse(-1);
      return exit == 0
          ? Optional.empty()
          : Optional.of(MediaProblems.reason(child.complaints().lines()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A link is made only where nothing is; a rename would replace what came meanwhile. */
  private static void publish(Path part, Path target, ClipOptions options) throws IOException {
    if (options.overwrite()) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException e) {
      throw isThere(target);
    } catch (IOException | UnsupportedOperationException e) {
      Files.move(part, target); // a file system without links
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // it is hidden, and the failure that led here is the one to tell of
    }
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** The kinds of files that clips are written as. */
  enum Container {
    /** MPEG-4. */
    MP4("mp4"),
    /** QuickTime. */
    MOV("mov"),
    /** Matroska. */
    MKV("matroska");

    private final String muxer;

    Container(String muxer) {
      this.muxer = muxer;
    }

    String muxer() {
      return muxer;
    }

    static Container of(Path target) {
      String name = String.valueOf(target.getFileName());
      return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
        case "mp4", "m4v" -> MP4;
        case "mov" -> MOV;
        case "mkv" -> MKV;
        default ->
            throw new BadInputException(
                MediaProblems.shown(target)
                    + ": clips are written as .mp4, .mov or .mkv; give one of these endings");
      };
    }
  }
}
