package io.reelspace.cli;

import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells on stderr how an ingest goes: on a terminal one line that is drawn again and again, else a
 * line per video. Failures and warnings have lines of their own on both.
 */
final class Progress implements IngestListener, AutoCloseable {

  private static final int LINE = 78;

  private final Shell shell;
  private final StatusLine status;
  private final long interval;
  private int pending;
  private int finished;
  private long drawn;

  Progress(Shell shell) {
    this.shell = shell;
    this.status = new StatusLine(shell);
    this.interval = StatusLine.interval(shell);
    this.drawn = System.nanoTime() - interval;
  }

  @Override
  public void found(int unchanged, int pending) {
    this.pending = pending;
    this.finished = 0; // each run of a watch counts its own
    if (pending > 0) {
      status.say(
          String.format(
              Locale.ROOT,
              "%d to index%s",
              pending,
              unchanged > 0 ? ", " + unchanged + " unchanged" : ""));
    }
  }

  @Override
  public void started(Path video) {
    draw(video, "");
  }

  @Override
  public void progressed(Path video, int segments, double seconds, OptionalDouble duration) {
    if (System.nanoTime() - drawn >= interval) {
      String of = duration.isPresent() ? " of " + clock(duration.getAsDouble()) : "";
      draw(video, clock(seconds) + of);
    }
  }

  @Override
  public void done(Path video, int segments, List<String> warnings) {
    finished++;
    for (String warning : warnings) {
      status.say("indexed in part: " + video + ": " + warning);
    }
    if (!shell.terminal()) {
      status.say(
          String.format(
              Locale.ROOT,
              "%d/%d %s (%d %s)",
              finished,
              pending,
              video,
              segments,
              segments == 1 ? "segment" : "segments"));
    }
  }

  @Override
  public void watching(int folders, Optional<String> problem) {
    status.say(
        "watching %d %s; Ctrl-C ends it".formatted(folders, folders == 1 ? "folder" : "folders"));
    problem.ifPresent(reason ->
        status.say(
            "not all folders can be watched (%s; see fs.inotify in sysctl): everything is looked"
                    .formatted(reason)
                + " through once a minute instead"));
  }

  @Override
  public void moved(Path from, Path to) {
    status.say("moved: " + from + " to " + to);
  }

  @Override
  public void failed(IngestFailure failure) {
    finished++;
    status.say("failed: " + failure.path() + ": " + failure.reason());
  }

  @Override
  public void removed(Path video) {
    status.say("removed: " + video);
  }

  @Override
  public void close() {
    status.close();
  }

  private void draw(Path video, String position) {
    if (!shell.terminal()) {
      return;
    }
    String bar = StatusLine.bar(finished, pending);
    String tail = position.isEmpty() ? "" : "  " + position;
    String head = String.format(Locale.ROOT, "%s %d/%d  ", bar, finished, pending);
    String name = Printable.of(String.valueOf(video.getFileName()));
    int room = Math.max(8, LINE - head.length() - tail.length());
    status.draw(head + shortened(name, room) + tail);
    drawn = System.nanoTime();
  }

  private static String shortened(String name, int room) {
    if (name.codePointCount(0, name.length()) <= room) {
      return name;
    }
    return name.substring(0, name.offsetByCodePoints(0, room - 1)) + "…";
  }

  private static String clock(double seconds) {
    long whole = (long) Math.max(0, seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
