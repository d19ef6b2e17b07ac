package io.reelspace.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end in good order when the process is told to stop (Ctrl-C, SIGTERM): the work is asked
 * to stop, and the process waits for it a little.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** Of an ingest. */
  Interruption(Shell shell, Runnable stop) {
    this(
        shell,
        stop,
        "stopping; finished videos are kept ...",
        "stopped at once; the next run goes on from the last finished video");
  }

  /**
   * Of other work.
   *
   * @param stopping what is said when it is asked to stop
   * @param late what is said when it did not do so in time
   */
  Interruption(Shell shell, Runnable stop, String stopping, String late) {
    hook =
        new Thread(
            () -> {
              shell.say(stopping);
              stop.run();
              try {
                if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  shell.say(late);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook waits for this.
    }
    ended.countDown();
  }
}
