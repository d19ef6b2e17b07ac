package io.reelspace.index;

import io.reelspace.error.ReelspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens in a run, and tells its listener one thing at a time. */
final class IngestProgress {

  private static final Logger LOG = LoggerFactory.getLogger(IngestProgress.class);

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
    failed(new IngestFailure(path, message == null ? failure.toString() : message));
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
