package io.reelspace.index;

import io.reelspace.error.ReelspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens in a run, and tells its listener one thing at a time. */
final class IngestProgress {

  private static final Logger LOG = LoggerFactory.getLogger(IngestProgress.class);

  /** Messages show line breaks and other control characters of names so that they stay one line. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final IngestListener listener;
  private final List<IngestFailure> failures = new ArrayList<>();
  private int done;
  private int taken;
  private int removed;

  IngestProgress(IngestListener listener) {
    this.listener = listener;
  }

  synchronized void found(int unchanged, int pending) {
    listener.found(unchanged, pending);
  }

  synchronized void started(Path video) {
    listener.started(video);
  }

  synchronized void progressed(Path video, int segments, double seconds, OptionalDouble duration) {
    listener.progressed(video, segments, seconds, duration);
  }

  synchronized void moved(Path from, Path to) {
    listener.moved(from, to);
  }

  synchronized void done(Path video, int segments, List<String> warnings, boolean isTaken) {
    done++;
    taken += isTaken ? 1 : 0;
    listener.done(video, segments, warnings);
  }

  void failed(Path path, RuntimeException failure) {
    if (!(failure instanceof ReelspaceException)) {
      LOG.warn("unexpected failure with {}", path, failure);
    }
    String message = failure.getMessage();
    failed(new IngestFailure(path, message == null ? failure.toString() : reason(path, message)));
  }

  /** A message without the name of the file, which stands before it. */
  private static String reason(Path path, String message) {
    String named = "cannot read " + CONTROL.matcher(path.toString()).replaceAll("?") + ": ";
    return message.startsWith(named) ? message.substring(named.length()) : message;
  }

  synchronized void failed(IngestFailure failure) {
    failures.add(failure);
    listener.failed(failure);
  }

  synchronized void removed(Path video) {
    removed++;
    listener.removed(video);
  }

  synchronized List<IngestFailure> failures() {
    return List.copyOf(failures);
  }

  synchronized int doneCount() {
    return done;
  }

  synchronized int takenCount() {
    return taken;
  }

  synchronized int removedCount() {
    return removed;
  }
}
