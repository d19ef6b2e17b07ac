package io.reelspace.encode.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body of which something has to come within a time, or reading fails: a connection may stay open
 * for hours after the last byte came. Read by one thread.
 */
final class PatientStream extends FilterInputStream {

  /** No read is waiting. */
  private static final long IDLE = Long.MIN_VALUE;

  private final Duration patience;
  private final Thread watch;
  private volatile long waitingSince = IDLE;
  private volatile boolean stalled;

  PatientStream(InputStream body, Duration patience) {
    super(body);
    this.patience = patience;
    this.watch = Thread.ofVirtual().name("hub-patience").start(this::watch);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    waitingSince = System.nanoTime();
    try {
      int count = super.read(buffer, from, length);
      if (stalled) {
        throw new IOException("closed"); // what a closed body may end with
      }
      return count;
    } catch (IOException e) {
      throw stalled
          ? new IOException("nothing came for " + patience.toMillis() / 1000.0 + " seconds", e)
          : e;
    } finally {
      waitingSince = IDLE;
    }
  }

  /** Closes the body under a read that waits for too long, which ends the read. */
  private void watch() {
    try {
      while (true) {
        long since = waitingSince;
        long left = patience.toNanos() - (since == IDLE ? 0 : System.nanoTime() - since);
        if (left <= 0) {
          stalled = true;
          super.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException _) {
      // the stream was closed, by its reader or here
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
