package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One run of ingest: what it was told to do, and how it goes. Safe for use by several threads. */
final class IngestJob implements IngestListener {

  private static final int MOST_FAILURES = 1000;

  /** Where a job is. */
  enum State {
    WAITING,
    RUNNING,
    DONE,
    STOPPED,
    FAILED
  }

  private record Progress(double seconds, OptionalDouble duration) {}

  private final String id;
  private final List<Path> paths;
  private final boolean prune;
  private final Instant asked = Instant.now();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Path, Progress> current = new LinkedHashMap<>();
  private final List<IngestFailure> failures = new ArrayList<>();
  private final List<IngestFailure> warnings = new ArrayList<>();
  private Optional<Ingest> running = Optional.empty();
  private State state = State.WAITING;
  private Optional<String> reason = Optional.empty();
  private int pending;
  private int unchanged;
  private int done;
  private int removed;
  private int failed;
  private boolean cancelled;
  private long version;

  IngestJob(String id, List<Path> paths, boolean prune) {
    this.id = id;
    this.paths = List.copyOf(paths);
    this.prune = prune;
  }

  String id() {
    return id;
  }

  List<Path> paths() {
    return paths;
  }

  boolean prune() {
    return prune;
  }

  /** Begins, unless it was stopped before. */
  boolean begin(Ingest ingest) {
    return change(() -> {
      if (state != State.WAITING) {
        return false;
      }
      state = State.RUNNING;
      running = Optional.of(ingest);
      return true;
    });
  }

  void end(State last, Optional<String> why) {
    change(() -> {
      // What is interrupted in its work may say that it failed.
      boolean stopped = cancelled && last == State.FAILED;
      state = isOver() ? state : stopped ? State.STOPPED : last;
      reason = stopped ? Optional.empty() : why;
      running = Optional.empty();
      current.clear();
      return null;
    });
  }

  /** Stops it soon; what is finished stays. */
  void cancel() {
    stopped(true).ifPresent(Ingest::cancel);
  }

  /** Stops it once the videos that are being read are done. */
  void finish() {
    stopped(false).ifPresent(Ingest::finish);
  }

  private Optional<Ingest> stopped(boolean atOnce) {
    return change(() -> {
      cancelled |= atOnce;
      if (state == State.WAITING) {
        state = State.STOPPED;
      }
      return running;
    });
  }

  private boolean isOver() {
    return state == State.DONE || state == State.STOPPED || state == State.FAILED;
  }

  /** Whether nothing more happens to it. */
  boolean over() {
    lock.lock();
    try {
      return isOver();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is another than it was, or some time has passed; the number of its state. */
  long awaitChange(long seen, long millis) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      while (version == seen && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return version;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void found(int unchangedFiles, int pendingFiles) {
    change(() -> {
      unchanged = unchangedFiles;
      pending = pendingFiles;
      return null;
    });
  }

  @Override
  public void started(Path video) {
    change(() -> current.put(video, new Progress(0, OptionalDouble.empty())));
  }

  @Override
  public void progressed(Path video, int segments, double seconds, OptionalDouble duration) {
    change(() -> current.put(video, new Progress(seconds, duration)));
  }

  @Override
  public void done(Path video, int segments, List<String> said) {
    change(() -> {
      current.remove(video);
      done++;
      if (!said.isEmpty() && warnings.size() < MOST_FAILURES) {
        warnings.add(new IngestFailure(video, String.join("; ", said)));
      }
      return null;
    });
  }

  @Override
  public void failed(IngestFailure failure) {
    change(() -> {
      current.remove(failure.path());
      failed++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(failure);
      }
      return null;
    });
  }

  @Override
  public void removed(Path video) {
    change(() -> removed++);
  }

  private interface Change<T> {
    T apply();
  }

  private <T> T change(Change<T> change) {
    lock.lock();
    try {
      T result = change.apply();
      version++;
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  ObjectNode json() {
    lock.lock();
    try {
      ObjectNode node = Json.object();
      node.put("id", id);
      node.put("state", state.name().toLowerCase(Locale.ROOT));
      reason.ifPresent(text -> node.put("reason", text));
      node.set("paths", Json.texts(paths.stream().map(Path::toString).toList()));
      node.put("prune", prune);
      node.put("asked", asked.toString());
      node.put("pending", pending);
      node.put("unchanged", unchanged);
      node.put("done", done);
      node.put("removed", removed);
      node.put("failed", failed);
      ArrayNode now = node.putArray("current");
      current.forEach((video, progress) -> {
        ObjectNode entry = now.addObject().put("path", video.toString());
        entry.put("seconds", progress.seconds());
        progress.duration().ifPresent(duration -> entry.put("duration", duration));
      });
      write(node.putArray("failures"), failures);
      write(node.putArray("warnings"), warnings);
      return node;
    } finally {
      lock.unlock();
    }
  }

  private static void write(ArrayNode array, List<IngestFailure> failures) {
    failures.forEach(failure ->
        array.addObject().put("path", failure.path().toString()).put("reason", failure.reason()));
  }
}
