package io.reelspace.cli;

import io.reelspace.space.MediaEmbedding;
import java.util.Locale;

/**
 * Tells on stderr how far one step of the work has come: on a terminal one line that is drawn again
 * and again, else a line now and then. Safe for use by several threads.
 */
final class StepProgress implements MediaEmbedding.Progress, AutoCloseable {

  private final Shell shell;
  private final StatusLine status;
  private final String step;
  private final long interval;
  private long last = System.nanoTime();
  private int best;

  StepProgress(Shell shell, String step) {
    this.shell = shell;
    this.step = step;
    this.status = new StatusLine(shell);
    this.interval = StatusLine.interval(shell);
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
      status.draw(StatusLine.bar(best, total) + "  " + count);
    } else {
      shell.say(count);
    }
  }

  @Override
  public synchronized void close() {
    status.close();
  }
}
