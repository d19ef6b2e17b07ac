package io.reelspace.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Sums up the runs of a watch, and tells of a failure once, however often it is met. */
final class WatchReport implements IngestListener {

  private final IngestListener listener;
  private final StillFiles still;
  private final long start = System.nanoTime();
  private final Set<IngestFailure> told = new HashSet<>();
  private final List<IngestFailure> failures = new ArrayList<>();
  private int done;
  private int reused;
  private int unchanged;
  private int removed;
  private int missing;
  private boolean first = true;

  WatchReport(IngestListener listener, StillFiles still) {
    this.listener = listener;
    this.still = still;
  }

  /** Whether no run has ended yet. */
  boolean isFirst() {
    return first;
  }

  /**
   * Adds what a run did.
   *
   * @param all whether it was over everything
   */
  void add(IngestSummary run, boolean all) {
    done += run.done();
    reused += run.reused();
    if (first) {
      unchanged = run.unchanged();
    }
    missing = all ? run.missing() : missing;
    first = false;
  }

  IngestSummary summary() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    // To be cancelled is how a watch ends, not how it is cut short.
    return new IngestSummary(done, reused, unchanged, failures, removed, missing, false, elapsed);
  }

  @Override
  public void found(int unchanged, int pending) {
    listener.found(unchanged, pending);
  }

  @Override
  public void started(Path video) {
    listener.started(video);
  }

  @Override
  public void progressed(Path video, int segments, double seconds, OptionalDouble duration) {
    listener.progressed(video, segments, seconds, duration);
  }

  @Override
  public void done(Path video, int segments, List<String> warnings) {
    told.removeIf(failure -> failure.path().equals(video)); // to be told of should it come again
    listener.done(video, segments, warnings);
  }

  @Override
  public void moved(Path from, Path to) {
    listener.moved(from, to);
  }

  @Override
  public void failed(IngestFailure failure) {
    still.fail(failure.path());
    if (told.add(failure)) {
      failures.add(failure);
      listener.failed(failure);
    }
  }

  @Override
  public void removed(Path video) {
    removed++;
    listener.removed(video);
  }
}
