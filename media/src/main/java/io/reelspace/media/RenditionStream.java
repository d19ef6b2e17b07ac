package io.reelspace.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stream that a child process writes while it is read. Who reads slowly slows the process down;
 * closing it ends the process. To be read by one thread at a time.
 */
public final class RenditionStream extends InputStream {

  private static final long LOOK_MILLIS = 500;

  private final Path file;
  private final ChildProcess child;
  private final long patienceNanos;
  private final Thread watch;

  /** When the reader began to wait for the process; -1 while it does not. */
  private volatile long waitingSince = -1;

  private volatile boolean closed;
  private volatile boolean stalled;

  RenditionStream(Path file, ChildProcess child, Duration patience) {
    this.file = file;
    this.child = child;
    this.patienceNanos = patience.toNanos();
    this.watch = Thread.ofVirtual().name("rendition-watch-" + child.pid()).start(this::watch);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads some bytes.
   *
   * @throws IOException when nothing came for too long, or the process failed before its end
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    waitingSince = System.nanoTime();
    int count;
    try {
      count = child.output().read(buffer, offset, length);
    } finally {
      waitingSince = -1;
    }
    if (count < 0 && !closed) {
      requireSoundEnd();
    }
    return count;
  }

  /** The process that writes it. */
  long pid() {
    return child.pid();
  }

  private void requireSoundEnd() throws IOException {
    int exit = child.exit(Duration.ofSeconds(5)).orElse(-1);
    if (stalled || exit != 0) {
      String reason =
          stalled
              ? "converting it made no progress"
              : MediaProblems.reason(child.complaints().lines());
      throw new IOException(MediaProblems.sentence(file, reason));
    }
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(LOOK_MILLIS);
        long since = waitingSince;
        if (since != -1 && System.nanoTime() - since > patienceNanos) {
          stalled = true;
          child.kill();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    child.close();
  }
}
