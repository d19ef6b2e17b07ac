package io.reelspace.cli;

import io.reelspace.train.run.RunListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells on stderr how a training goes: on a terminal one line that is drawn again and again, else a
 * line now and then. Validations and files that are skipped have lines of their own on both.
 */
final class TrainingProgress implements RunListener, AutoCloseable {

  private final Shell shell;
  private final StatusLine status;
  private final long interval;
  private long drawn;
  private String part = "";
  private long began;
  private long firstDone;
  private double loss = Double.NaN;

  TrainingProgress(Shell shell) {
    this.shell = shell;
    this.status = new StatusLine(shell);
    this.interval = StatusLine.interval(shell);
  }

  @Override
  public void note(String message) {
    status.say(message);
  }

  @Override
  public void skipped(Path file, String reason) {
    status.say("skipped: " + file + ": " + reason);
  }

  @Override
  public void progress(String name, int done, int total) {
    at(name, done, total, "");
  }

  @Override
  public void started(long step, long total) {
    status.say(
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
    status.say("step " + step + ": " + text + (best ? " (best so far)" : ""));
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
    status.draw(StatusLine.bar(done, total) + "  " + text);
    if (done >= total) {
      status.keep();
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

  @Override
  public void close() {
    status.close();
  }
}
