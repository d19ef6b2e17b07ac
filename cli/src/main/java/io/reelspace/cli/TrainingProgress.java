package io.reelspace.cli;

import io.reelspace.train.run.RunListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells on stderr how a training goes: on a terminal one line that is drawn again and again, else a
 * line now and then. Validations and files that are skipped have lines of their own on both.
 */
final class TrainingProgress implements RunListener, AutoCloseable {

  private static final int BAR = 24;
  private static final String ERASE = "\r\u001b[K";

  private final Shell shell;
  private final long interval;
  private long drawn;
  private boolean onScreen;
  private String part = "";
  private long began;
  private long firstDone;
  private double loss = Double.NaN;

  TrainingProgress(Shell shell) {
    this.shell = shell;
    this.interval =
        shell.terminal() ? TimeUnit.MILLISECONDS.toNanos(100) : TimeUnit.SECONDS.toNanos(10);
  }

  @Override
  public void note(String message) {
    line(message);
  }

  @Override
  public void skipped(Path file, String reason) {
    line("skipped: " + file + ": " + reason);
  }

  @Override
  public void progress(String name, int done, int total) {
    at(name, done, total, "");
  }

  @Override
  public void started(long step, long total) {
    line(
        step == 0
            ? "training, " + total + " steps"
            : "training, going on after step " + step + " of " + total);
  }

  @Override
  public void step(long step, long total, double value) {
    loss = Double.isNaN(loss) ? value : loss + 0.05 * (value - loss);
    at("training", step, total, String.format(Locale.ROOT, "  loss %.3f", loss));
  }

  @Override
  public void validated(long step, Map<String, Double> values, boolean best) {
    String text =
        values.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(value -> String.format(Locale.ROOT, "%s %.4f", value.getKey(), value.getValue()))
            .collect(Collectors.joining(", "));
    line("step " + step + ": " + text + (best ? " (best so far)" : ""));
  }

  private void at(String name, long done, long total, String tail) {
    long now = System.nanoTime();
    if (!name.equals(part)) {
      part = name;
      began = now;
      firstDone = done;
      drawn = now - interval;
    }
    if (now - drawn < interval && done < total) {
      return;
    }
    drawn = now;
    String text =
        String.format(Locale.ROOT, "%s %d/%d%s%s", name, done, total, tail, left(now, done, total));
    if (!shell.terminal()) {
      shell.say(text);
      return;
    }
    int filled = (int) Math.min(BAR, BAR * done / Math.max(1, total));
    shell.err().print(ERASE + "█".repeat(filled) + "░".repeat(BAR - filled) + "  " + text);
    shell.err().flush();
    onScreen = true;
    if (done >= total) {
      shell.err().println();
      onScreen = false;
    }
  }

  /** How long the rest takes if it goes on like this. */
  private String left(long now, long done, long total) {
    double seconds = (now - began) / 1e9;
    if (done <= firstDone || done >= total || seconds < 2) {
      return "";
    }
    long rest = Math.round(seconds / (done - firstDone) * (total - done));
    return String.format(Locale.ROOT, "  %d:%02d left", rest / 60, rest % 60);
  }

  private void line(String text) {
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
