package io.reelspace.media;

import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * The sound of one file from a child process.
 *
 * <p>As with pictures, a thread of its own reads the child's pipe into a bounded queue, and the
 * taker watches the time: when it waits and the reading thread has got nothing for too long, the
 * child is ended.
 */
final class FfmpegSoundStream implements SoundStream {

  private static final int QUEUED_WINDOWS = 4;
  private static final long LOOK_MILLIS = 200;
  private static final Duration END = Duration.ofSeconds(10);

  private final Path file;
  private final SoundCommand command;
  private final DecodeLimits limits;
  private final SoundFormat format;
  private final ChildProcess child;
  private final BlockingQueue<SoundWindow> queue = new ArrayBlockingQueue<>(QUEUED_WINDOWS);
  private final Thread reader;

  /** When the reading thread began to wait for the child; -1 while it does not. */
  private volatile long waitingSince = System.nanoTime();

  private volatile boolean closed;
  private volatile List<String> warnings = List.of();
  private volatile Optional<String> failure = Optional.empty();

  FfmpegSoundStream(
      Path file, SoundCommand command, SoundFormat format, Ffmpeg ffmpeg, DecodeLimits limits) {
    this.file = file;
    this.command = command;
    this.format = format;
    this.limits = limits;
    try {
      child =
          ChildProcess.start(ffmpeg, command.arguments(ffmpeg, limits), Optional.of(file), limits);
    } catch (IOException e) {
      throw new StorageException("cannot start ffmpeg (" + e.getMessage() + ")", e);
    }
    reader = Thread.ofPlatform().daemon().name("decoder-sound-" + child.pid()).start(this::readAll);
  }

  @Override
  public SoundTrack track() {
    return command.track();
  }

  @Override
  public Optional<SoundWindow> next() {
    try {
      while (true) {
        SoundWindow window = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (window != null) {
          return Optional.of(window);
        }
        if (closed || !reader.isAlive()) {
          return end();
        }
        checkProgress();
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while decoding " + MediaProblems.shown(file));
    }
  }

  /** The reading thread has ended; a window may have come between the last look and its end. */
  private Optional<SoundWindow> end() {
    Optional<SoundWindow> window = Optional.ofNullable(queue.poll());
    if (window.isEmpty() && !closed && failure.isPresent()) {
      throw new UnreadableMediaException(MediaProblems.sentence(file, failure.get()));
    }
    return window;
  }

  private void checkProgress() {
    long since = waitingSince;
    if (since != -1 && System.nanoTime() - since > limits.withoutProgress().toNanos()) {
      close();
      throw new UnreadableMediaException(
          MediaProblems.sentence(
              file,
              "decoding its sound made no progress for "
                  + limits.withoutProgress().toSeconds()
                  + " s and was stopped; the file or its disk does not answer, or it was made to"
                  + " keep a decoder busy"));
    }
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    closed = true;
    queue.clear();
    child.close();
    reader.interrupt();
  }

  /** The reading thread: all windows, then what is to be said about them. */
  private void readAll() {
    SoundAssembler assembler = new SoundAssembler(format, command.start());
    Optional<String> broken = Optional.empty();
    try {
      readWindows(assembler);
    } catch (IOException e) {
      broken = Optional.of("the decoder broke off (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      return; // closed
    }
    try {
      Optional<SoundWindow> last = assembler.last();
      if (last.isPresent()) {
        put(last.get());
      }
      finish(assembler, broken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void readWindows(SoundAssembler assembler) throws IOException, InterruptedException {
    InputStream in = child.output();
    byte[] bytes = new byte[1 << 15];
    int kept = 0;
    while (true) {
      waitingSince = System.nanoTime();
      int read = in.read(bytes, kept, bytes.length - kept);
      if (read < 0) {
        return;
      }
      ByteBuffer samples = ByteBuffer.wrap(bytes, 0, kept + read);
      for (Optional<SoundWindow> window = assembler.add(samples);
          window.isPresent();
          window = assembler.add(samples)) {
        put(window.get());
      }
      kept = samples.remaining(); // a sample may come in two pieces
      System.arraycopy(bytes, samples.position(), bytes, 0, kept);
    }
  }

  private void put(SoundWindow window) throws InterruptedException {
    waitingSince = -1;
    if (closed) {
      throw new InterruptedException();
    }
    queue.put(window);
  }

  private void finish(SoundAssembler assembler, Optional<String> broken) {
    waitingSince = System.nanoTime();
    OptionalInt exit = child.exit(END);
    Complaints complaints = child.complaints();
    if (assembler.samples() == 0 && complaints.count() > 0) {
      failure = Optional.of("its sound: " + MediaProblems.reason(complaints.lines()));
      return;
    }
    List<String> all = new ArrayList<>();
    // ffmpeg opens a file by decoding a little of each of its streams
    long count = complaints.countExcept(track().otherCodecs());
    if (count > 0) {
      all.add(
          "damaged sound: the decoder complained "
              + (count == 1 ? "once" : count + " times")
              + ", first: "
              + MediaProblems.shown(complaints.linesExcept(track().otherCodecs()).getFirst()));
    }
    double seconds = (double) assembler.samples() / format.sampleRate();
    if (broken.isPresent() || exit.orElse(-1) != 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "sound: %s after %.1f s",
              broken.orElse("the decoder stopped early"),
              seconds));
    }
    double stated =
        Math.min(track().end().orElse(Double.NEGATIVE_INFINITY), command.excerpt().to())
            - command.start();
    if (stated - seconds > Math.max(1, 0.02 * seconds)) {
      all.add(
          String.format(
              Locale.ROOT,
              "only the first %.1f s of %.1f s of sound could be read",
              seconds,
              stated));
    }
    warnings = List.copyOf(all);
  }
}
