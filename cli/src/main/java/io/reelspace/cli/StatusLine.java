package io.reelspace.cli;

import java.util.concurrent.TimeUnit;

/**
 * The line of a terminal that is drawn again and again while something goes on, below lines that
 * stay. Where stderr is no terminal it is never drawn.
 */
final class StatusLine implements AutoCloseable {

  private static final int BAR = 24;
  private static final String ERASE = "\r\u001b[K";

  private final Shell shell;
  private boolean onScreen;

  StatusLine(Shell shell) {
    this.shell = shell;
  }

  /** How long a state stands before the next is told, in nanoseconds. */
  static long interval(Shell shell) {
    return shell.terminal() ? TimeUnit.MILLISECONDS.toNanos(100) : TimeUnit.SECONDS.toNanos(10);
  }

  /** A bar that is filled up to what is done. */
  static String bar(long done, long total) {
    int filled = total == 0 ? 0 : (int) Math.min(BAR, BAR * done / total);
    return "█".repeat(filled) + "░".repeat(BAR - filled);
  }

  /** Draws a text in place of what stands there; the caller sees to it that it fits. */
  void draw(String text) {
    if (shell.terminal()) {
      shell.err().print(ERASE + text);
      shell.err().flush();
      onScreen = true;
    }
  }

  /** Lets the line stand as it is, and goes on below it. */
  void keep() {
    if (onScreen) {
      shell.err().println();
      onScreen = false;
    }
  }

  /** Says a line that stays. */
  void say(String text) {
    erase();
    shell.say(Printable.of(text));
  }

  private void erase() {
    if (onScreen) {
      shell.err().print(ERASE);
      onScreen = false;
    }
  }

  @Override
  public void close() {
    erase();
    shell.err().flush();
  }
}
