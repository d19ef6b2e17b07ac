package io.reelspace.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running {@code ffmpeg} or {@code ffprobe} that cannot take much with it when it fails.
 *
 * <p>A shell sets the limits, opens the media file as standard input and becomes the program. So
 * the program never learns a file name that it might interpret, a file that blocks on opening
 * blocks the child only, and with the single protocol {@code fd} the program has no means to open
 * any other file. It writes no files and leaves no core dump; when this process dies, its pipe
 * breaks and it ends. Its environment is empty but for the language of messages and its own folder
 * as the place of its libraries.
 */
final class ChildProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final Complaints complaints;
  private final Thread listener;

  private ChildProcess(Process process) {
    this.process = process;
    this.complaints = new Complaints();
    this.listener =
        Thread.ofPlatform()
            .daemon()
            .name("decoder-messages-" + process.pid())
            .start(() -> complaints.listen(process.getErrorStream()));
  }

  /**
   * Starts a program.
   *
   * @param command the program in the unpacked folder and its arguments
   * @param input the file that it reads as standard input; nothing where empty
   * @throws IOException when the system cannot start a process
   */
  static ChildProcess start(
      Ffmpeg ffmpeg, List<String> command, Optional<Path> input, DecodeLimits limits)
      throws IOException {
    String from = input.map(path -> path.toAbsolutePath().toString()).orElse("/dev/null");
    return start(ffmpeg, "ulimit -f 0; exec \"$@\" <\"$0\"", List.of(from), command, limits);
  }

  /**
   * As {@link #start}, for a program that writes to one file, which it has open as descriptor 3. It
   * still learns no name.
   *
   * @param output a file that is there
   */
  static ChildProcess startWriting(
      Ffmpeg ffmpeg, List<String> command, Path input, Path output, DecodeLimits limits)
      throws IOException {
    return start(
        ffmpeg,
        "output=$1; shift; exec \"$@\" <\"$0\" 3<>\"$output\"",
        List.of(input.toAbsolutePath().toString(), output.toAbsolutePath().toString()),
        command,
        limits);
  }

  private static ChildProcess start(
      Ffmpeg ffmpeg,
      String execution,
      List<String> files,
      List<String> command,
      DecodeLimits limits)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("/bin/sh", "-c"));
    line.add(
        String.format(
            Locale.ROOT,
            "ulimit -c 0; ulimit -v %d 2>/dev/null; %s",
            limits.memory() / 1024,
            execution));
    line.addAll(files);
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).directory(ffmpeg.folder().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    // Relative to the working directory, because a path with a colon could not be given here.
    environment.put("LD_LIBRARY_PATH", ".");
    environment.put("LC_ALL", "C");
    environment.put("AV_LOG_FORCE_NOCOLOR", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    return new ChildProcess(process);
  }

  /** What the program writes to standard output. */
  InputStream output() {
    return process.getInputStream();
  }

  /**
   * All that the program writes to standard output; ends it when that takes too long or is too
   * much.
   *
   * @throws IOException when a limit was exceeded or the pipe broke
   */
  byte[] readAll(int limit, Duration time) throws IOException {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("decoder-output-" + process.pid())
        .start(() -> {
          try {
            read.complete(output().readNBytes(limit + 1));
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    try {
      byte[] bytes = read.get(time.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > limit) {
        throw new IOException("more than " + limit + " bytes");
      }
      return bytes;
    } catch (TimeoutException e) {
      kill();
      throw new TimeLimitException("no end within " + time.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The exit code, empty when the program did not end in time; 128 + n after signal n. */
  OptionalInt exit(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /** What the program wrote to standard error, complete once it has ended. */
  Complaints complaints() {
    try {
      listener.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return complaints;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the program at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends the program at once and waits until it is gone. */
  @Override
  public void close() {
    kill();
    exit(END);
  }

  /** A program that did not answer in time. */
  static final class TimeLimitException extends IOException {
    private TimeLimitException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
