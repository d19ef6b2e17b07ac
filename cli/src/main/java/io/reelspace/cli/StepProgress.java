package io.reelspace.cli;

import io.reelspace.space.MediaEmbedding;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Tells on stderr how far one step of the work has come: on a terminal one line that is drawn again
 * and again, else a line now and then. Safe for use by several threads.
 */
final class StepProgress implements MediaEmbedding.Progress, AutoCloseable {

  private static final int BAR = 24;
  private static final String ERASE = "\r\u001b[K";

  private final Shell shell;
  private final String step;
  private final long interval;
  private long last = System.nanoTime();
  private boolean onScreen;
  private int best;

  StepProgress(Shell shell, String step) {
    this.shell = shell;
    this.step = step;
    this.interval =
        shell.terminal() ? TimeUnit.MILLISECONDS.toNanos(100) : TimeUnit.SECONDS.toNanos(10);
  }

  @Override
  public synchronized void at(int done, int total) {
    best = Math.max(best, done);
    if (System.nanoTime() - last < interval) {
      return;
    }
    last = System.nanoTime();
    String count = String.format(Locale.ROOT, "%s: %d of %d", step, best, total);
    if (shell.terminal()) {
      int filled = (int) ((long) BAR * best / total);
      shell.err().print(ERASE + "█".repeat(filled) + "░".repeat(BAR - filled) + "  " + count);
      shell.err().flush();
      onScreen = true;
    } else {
      shell.say(count);
    }
  }

  @Override
  public synchronized void close() {
    if (onScreen) {
      shell.err().print(ERASE);
      shell.err().flush();
      onScreen = false;
    }
  }
}
