package io.reelspace.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets a few do costly work at the same time; others wait a little, and are then sent away. */
final class Workload {

  private static final int PATIENCE_SECONDS = 20;

  private final String name;
  private final int atOnce;
  private final Semaphore permits;
  private final int longestQueue;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param name what is done, for the message
   * @param atOnce how many work at the same time
   * @param longestQueue how many wait
   */
  Workload(String name, int atOnce, int longestQueue) {
    this.name = name;
    this.atOnce = atOnce;
    this.permits = new Semaphore(atOnce, true);
    this.longestQueue = longestQueue;
  }

  /**
   * Does the work when there is room.
   *
   * @throws RequestException when there is none soon
   */
  <T> T run(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  /** Takes a place, to be given back by {@link #leave}. */
  void enter() {
    if (waiting.incrementAndGet() > longestQueue) {
      waiting.decrementAndGet();
      throw full();
    }
    try {
      if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw full();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RequestException.busy("the server is stopping");
    } finally {
      waiting.decrementAndGet();
    }
  }

  void leave() {
    permits.release();
  }

  /** Waits until nobody works, and lets nobody begin from then on. */
  void drain() throws InterruptedException {
    permits.acquire(atOnce);
  }

  /** How many wait now. */
  int waiting() {
    return waiting.get();
  }

  private RequestException full() {
    return RequestException.busy(
        "too much is asked for at once (" + name + "); try again in a few seconds");
  }
}
