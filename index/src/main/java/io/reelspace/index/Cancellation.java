package io.reelspace.index;

import java.util.HashSet;
import java.util.Set;

/** A wish to stop, and the threads to interrupt for it. */
final class Cancellation {

  private final Set<Thread> threads = new HashSet<>();
  private boolean cancelled;
  private boolean finishing;

  /** Nothing new is begun from now on. */
  synchronized void finish() {
    finishing = true;
  }

  /** Whether nothing new is to be begun. */
  synchronized boolean isFinishing() {
    return finishing || cancelled;
  }

  synchronized void cancel() {
    cancelled = true;
    threads.forEach(Thread::interrupt);
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** The current thread is interrupted on cancellation, or now where that has come. */
  synchronized void enter() {
    threads.add(Thread.currentThread());
    if (cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void leave() {
    threads.remove(Thread.currentThread());
  }
}
