package io.reelspace.media;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames between the thread that reads the decoder and the one that takes them, bounded by their
 * bytes.
 *
 * <p>It is long enough to keep a decoder busy while its taker works on a batch, however small the
 * frames are, and short enough to keep memory flat, however large they are.
 */
final class FrameQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<DecodedFrame> frames = new ArrayDeque<>();
  private final long capacity;
  private long bytes;
  private boolean closed;

  /** An empty queue for about {@code capacity} bytes of pictures, and always for one frame. */
  FrameQueue(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a frame, waiting for room; false, without adding, once the queue was closed.
   *
   * @throws InterruptedException when interrupted while waiting
   */
  boolean put(DecodedFrame frame) throws InterruptedException {
    long size = bytes(frame);
    lock.lockInterruptibly();
    try {
      while (!closed && !frames.isEmpty() && bytes + size > capacity) {
        changed.await();
      }
      if (closed) {
        return false;
      }
      frames.add(frame);
      bytes += size;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next frame; empty when none came in time or none will come any more.
   *
   * @throws InterruptedException when interrupted while waiting
   */
  Optional<DecodedFrame> poll(Duration time) throws InterruptedException {
    long nanos = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (frames.isEmpty() && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      Optional<DecodedFrame> frame = Optional.ofNullable(frames.poll());
      frame.ifPresent(taken -> bytes -= bytes(taken));
      changed.signalAll();
      return frame;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further frames; those that are in it can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops all frames and refuses further ones. */
  void clear() {
    lock.lock();
    try {
      close();
      frames.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many frames are in it. */
  int size() {
    lock.lock();
    try {
      return frames.size();
    } finally {
      lock.unlock();
    }
  }

  private static long bytes(DecodedFrame frame) {
    return frame.analysis().rgb().length
        + frame.sampled().map(image -> image.rgb().length).orElse(0).longValue()
        + frame.moving().map(image -> image.rgb().length).orElse(0).longValue();
  }
}
