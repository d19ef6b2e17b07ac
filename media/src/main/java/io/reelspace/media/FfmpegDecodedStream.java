package io.reelspace.media;

import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/**
 * The pictures of one video from a child process.
 *
 * <p>A thread of its own reads the child's pipe into a bounded queue, so that decoding goes on
 * while pictures are worked on. The taker of pictures watches the time: when it waits and the
 * reading thread has got nothing for too long, the child is ended.
 */
final class FfmpegDecodedStream implements DecodedStream {
  /** Most bytes of pictures that wait to be taken. */
  static final long QUEUED_BYTES = 24 << 20;

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(10);

  private final Path file;
  private final DecodeCommand command;
  private final DecodeLimits limits;
  private final ChildProcess child;
  private final FrameQueue queue = new FrameQueue(QUEUED_BYTES);
  private final Thread reader;

  /** When the reading thread began to wait for the child; -1 while it does not. */
  private volatile long waitingSince = System.nanoTime();

  private volatile boolean closed;
  private volatile List<String> warnings = List.of();
  private volatile Optional<String> failure = Optional.empty();

  FfmpegDecodedStream(Path file, DecodeCommand command, Ffmpeg ffmpeg, DecodeLimits limits) {
    this.file = file;
    this.command = command;
    this.limits = limits;
    try {
      child =
          ChildProcess.start(ffmpeg, command.arguments(ffmpeg, limits), Optional.of(file), limits);
    } catch (IOException e) {
      throw new StorageException("cannot start ffmpeg (" + e.getMessage() + ")", e);
    }
    reader =
        Thread.ofPlatform().daemon().name("decoder-frames-" + child.pid()).start(this::readAll);
  }

  @Override
  public MediaProbe probe() {
    return command.header().probe();
  }

  @Override
  public Optional<DecodedFrame> next() {
    try {
      while (true) {
        Optional<DecodedFrame> frame = queue.poll(LOOK);
        if (frame.isPresent()) {
          return frame;
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

  /** The reading thread has ended; a frame may have come between the last look and its end. */
  private Optional<DecodedFrame> end() throws InterruptedException {
    Optional<DecodedFrame> frame = queue.poll(Duration.ZERO);
    if (frame.isEmpty() && !closed && failure.isPresent()) {
      throw new UnreadableMediaException(MediaProblems.sentence(file, failure.get()));
    }
    return frame;
  }

  private void checkProgress() {
    long since = waitingSince;
    if (since != -1 && System.nanoTime() - since > limits.withoutProgress().toNanos()) {
      close();
      throw new UnreadableMediaException(
          MediaProblems.sentence(
              file,
              "decoding made no progress for "
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

  /** The child's process id. */
  long pid() {
    return child.pid();
  }

  /** How many frames wait to be taken. */
  int queued() {
    return queue.size();
  }

  /** The reading thread: all pictures, then what is to be said about them. */
  private void readAll() {
    Optional<FrameAssembler> assembler = Optional.empty();
    Optional<String> broken = Optional.empty();
    try {
      NutReader nut = new NutReader(child.output());
      assembler = Optional.of(new FrameAssembler(nut.streams().getFirst().seconds(1)));
      readPackets(nut, assembler.get());
    } catch (EOFException e) {
      broken = Optional.of("the decoder stopped early");
    } catch (IOException e) {
      broken = Optional.of("the decoder broke off (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      return; // closed
    }
    try {
      finish(assembler, broken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } finally {
      queue.close();
    }
  }

  private void readPackets(NutReader nut, FrameAssembler assembler)
      throws IOException, InterruptedException {
    List<NutReader.Stream> streams = nut.streams();
    while (true) {
      waitingSince = System.nanoTime();
      Optional<NutReader.Packet> next = nut.next();
      if (next.isEmpty()) {
        return;
      }
      NutReader.Packet packet = next.get();
      NutReader.Stream stream = streams.get(packet.stream());
      RgbImage image = new RgbImage(stream.size(), packet.rgb());
      if (packet.stream() == DecodeCommand.SAMPLED) {
        assembler.addSampled(image);
        continue;
      }
      if (packet.stream() == DecodeCommand.MOVING) {
        assembler.addMoving(image);
        continue;
      }
      Optional<DecodedFrame> complete = assembler.addAnalysis(seconds(packet, stream), image);
      if (complete.isPresent()) {
        waitingSince = -1;
        if (!queue.put(complete.get())) {
          return; // closed
        }
      }
    }
  }

  private double seconds(NutReader.Packet packet, NutReader.Stream stream) {
    long shift =
        Math.round(
            command.shift()
                * command.header().secondsPerTick()
                * stream.denominator()
                / stream.numerator());
    return stream.seconds(packet.ticks() - shift);
  }

  private void finish(Optional<FrameAssembler> assembled, Optional<String> broken)
      throws InterruptedException {
    waitingSince = System.nanoTime();
    OptionalInt exit = child.exit(END);
    Complaints complaints = child.complaints();
    boolean sound = broken.isEmpty() && exit.orElse(-1) == 0 && complaints.count() == 0;
    if (assembled.isEmpty() || assembled.get().frames() == 0) {
      failure = Optional.of(MediaProblems.reason(complaints.lines()));
      return;
    }
    FrameAssembler assembler = assembled.get();
    VideoHeader header = command.header();
    DecodedFrame last =
        assembler
            .last(command.end(), sound, Demuxers.isImage(header.probe().container()))
            .orElseThrow();
    List<String> all = new ArrayList<>(warnings(last, broken, exit, complaints));
    if (assembler.repaired() > 0) {
      all.add(
          assembler.repaired() + " time stamps stood still or ran backwards and were estimated");
    }
    warnings = List.copyOf(all);
    queue.put(last);
  }

  private List<String> warnings(
      DecodedFrame last, Optional<String> broken, OptionalInt exit, Complaints complaints) {
    List<String> all = new ArrayList<>();
    double end = last.pts() + last.duration();
    if (complaints.count() > 0) {
      all.add(
          "damaged: the decoder complained "
              + (complaints.count() == 1 ? "once" : complaints.count() + " times")
              + ", first: "
              + MediaProblems.shown(complaints.lines().getFirst()));
    }
    if (broken.isPresent() || exit.orElse(-1) != 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "%s after %.1f s (exit code %s)",
              broken.orElse("the decoder stopped early"),
              end,
              exit.isPresent() ? exit.getAsInt() : "unknown"));
    }
    OptionalDouble stated = command.end();
    if (stated.isPresent() && stated.getAsDouble() - end > Math.max(1, 0.02 * end)) {
      all.add(
          String.format(
              Locale.ROOT,
              "only the first %.1f s of %.1f s could be read",
              end - command.header().probe().start(),
              stated.getAsDouble() - command.header().probe().start()));
    }
    return all;
  }
}
