package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Media files for tests, made by the bundled ffmpeg, and what the bundled ffprobe says of them. */
final class TestMedia {
  static final Ffmpeg FFMPEG = Ffmpeg.unpackedInto(Path.of("target", "ffmpeg"));
  static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;
  static final ImageSize SIZE = new ImageSize(32, 24);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A frame as {@code ffprobe -show_frames} prints it; NaN where it prints nothing. */
  record ProbedFrame(double best, double duration) {}

  private TestMedia() {}

  /** Runs the bundled ffmpeg on arguments that are separated by blanks, then writes {@code out}. */
  static Path make(Path out, String arguments) {
    List<String> command = new ArrayList<>(List.of(FFMPEG.program("ffmpeg"), "-v", "error", "-y"));
    command.add("-nostdin");
    command.addAll(List.of(arguments.strip().split("\\s+")));
    command.add("file:" + out);
    run(command);
    return out;
  }

  /** A file of the test pattern, encoded as {@code arguments} say. */
  static Path pattern(Path out, String size, double rate, double seconds, String arguments) {
    return make(
        out,
        "-f lavfi -i testsrc=size=%s:rate=%s:duration=%s %s"
            .formatted(size, rate, seconds, arguments));
  }

  /** What ffprobe says of the video frames of a file, in the order in which they are decoded. */
  static List<ProbedFrame> probeFrames(Path file) {
    String answer =
        run(
            List.of(
                FFMPEG.program("ffprobe"),
                "-v",
                "quiet",
                "-select_streams",
                "V:0",
                "-show_frames",
                "-show_entries",
                "frame=best_effort_timestamp_time,duration_time",
                "-of",
                "json",
                "file:" + file));
    List<ProbedFrame> frames = new ArrayList<>();
    try {
      for (JsonNode frame : JSON.readTree(answer).path("frames")) {
        frames.add(
            new ProbedFrame(
                frame.path("best_effort_timestamp_time").asDouble(Double.NaN),
                frame.path("duration_time").asDouble(Double.NaN)));
      }
    } catch (IOException e) {
      throw new AssertionError(answer, e);
    }
    return frames;
  }

  /** All frames of a file; the stream is closed. */
  static Decoded decode(Path file, Sampler sampler, ImageSize size) {
    return decode(file, sampler, size, LIMITS);
  }

  static Decoded decode(Path file) {
    return decode(file, Sampler.DEFAULT, SIZE);
  }

  static Decoded decode(Path file, Sampler sampler, ImageSize size, DecodeLimits limits) {
    FfmpegMediaReader reader = new FfmpegMediaReader(FFMPEG, limits);
    try (DecodedStream stream = reader.frames(file, sampler, size)) {
      List<DecodedFrame> frames =
          Stream.iterate(stream.next(), Optional::isPresent, f -> stream.next())
              .map(Optional::orElseThrow)
              .toList();
      return new Decoded(frames, stream.warnings());
    }
  }

  record Decoded(List<DecodedFrame> frames, List<String> warnings) {
    List<Double> times() {
      return frames.stream().map(DecodedFrame::pts).toList();
    }

    List<Double> sampledTimes() {
      return frames.stream().filter(f -> f.sampled().isPresent()).map(DecodedFrame::pts).toList();
    }
  }

  /** The shared clips; the test is skipped where they are not there. */
  static List<Path> sharedClips() throws IOException {
    Path folder = Path.of(System.getProperty("reelspace.data", "../shared/data"), "clips");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no shared clips at " + folder);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> !f.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  /** Runs a bundled program; what it printed. */
  static String run(List<String> command) {
    try {
      File errors = File.createTempFile("errors", ".txt", new File("target"));
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
      builder.environment().put("LD_LIBRARY_PATH", FFMPEG.folder().toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String said = Files.readString(errors.toPath(), StandardCharsets.ISO_8859_1);
      Files.delete(errors.toPath());
      if (exit != 0 && !command.contains("quiet")) {
        throw new AssertionError(String.join(" ", command) + ": exit " + exit + ", " + said);
      }
      return out;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
