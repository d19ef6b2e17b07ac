package io.reelspace.cli;

import io.reelspace.encode.hub.HubDownload;
import java.util.Locale;

/** Tells on stderr how far a download has come. */
final class ByteProgress implements HubDownload.Progress, AutoCloseable {

  private final Shell shell;
  private final StatusLine status;
  private final long interval;
  private long last = System.nanoTime();

  ByteProgress(Shell shell) {
    this.shell = shell;
    this.status = new StatusLine(shell);
    this.interval = StatusLine.interval(shell);
  }

  @Override
  public void at(String file, long done, long all) {
    if (System.nanoTime() - last < interval) {
      return;
    }
    last = System.nanoTime();
    String line = String.format(Locale.ROOT, "%s: %.1f of %.1f MB", file, done / 1e6, all / 1e6);
    if (shell.terminal()) {
      status.draw(Printable.of(line));
    } else {
      shell.say(Printable.of(line));
    }
  }

  @Override
  public void close() {
    status.close();
  }
}
