package io.reelspace.server;

import io.reelspace.error.ReelspaceException;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs ingests one after the other, and remembers the last ones. */
final class IngestJobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IngestJobs.class);

  private static final int REMEMBERED = 50;
  private static final int LONGEST_QUEUE = 20;

  /** How long a video that is being read is waited for when the server stops. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How often the worker looks whether it is to end. */
  private static final long LOOK_MILLIS = 200;

  private final ServedArchive archive;
  private final Metrics metrics;
  private final BlockingQueue<IngestJob> queue = new LinkedBlockingQueue<>(LONGEST_QUEUE);
  private final Map<String, IngestJob> jobs = new LinkedHashMap<>();
  private final Thread worker;
  private volatile boolean closed;

  IngestJobs(ServedArchive archive, Metrics metrics) {
    this.archive = archive;
    this.metrics = metrics;
    this.worker = Thread.ofPlatform().daemon().name("ingest-jobs").start(this::work);
  }

  /**
   * Puts a job behind those that wait.
   *
   * @throws RequestException when too many wait
   */
  synchronized IngestJob add(List<Path> paths, boolean prune) {
    IngestJob job = new IngestJob(newId(), paths, prune);
    if (!queue.offer(job)) {
      throw RequestException.busy("too many folders wait to be indexed; add this one later");
    }
    jobs.put(job.id(), job);
    while (jobs.size() > REMEMBERED) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    return job;
  }

  /** Another one than any other server gives: a balancer may ask the wrong one. */
  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  synchronized Optional<IngestJob> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** The last ones, newest first. */
  synchronized List<IngestJob> all() {
    return new ArrayList<>(jobs.values()).reversed();
  }

  /** Jobs that wait. */
  int waiting() {
    return queue.size();
  }

  private void work() {
    try {
      while (!closed) {
        Optional.ofNullable(queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS)).ifPresent(this::run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void run(IngestJob job) {
    if (job.over()) {
      return; // stopped while it waited
    }
    try {
      IngestSummary summary =
          archive
              .writer()
              .write(index -> {
                Ingest ingest = archive.ingest(index, job.prune(), job);
                if (!job.begin(ingest)) {
                  ingest.cancel();
                }
                return ingest.run(job.paths());
              });
      summary.failed().forEach(_ -> metrics.unreadable());
      job.end(
          summary.cancelled() ? IngestJob.State.STOPPED : IngestJob.State.DONE, Optional.empty());
    } catch (ReelspaceException e) {
      job.end(IngestJob.State.FAILED, Optional.of(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("unexpected failure of an ingest", e);
      job.end(
          IngestJob.State.FAILED,
          Optional.of("a fault of Reelspace; logs/reelspace.log in its home says what led to it"));
    }
  }

  /** Ends what runs; the videos that are being read are finished where that does not take long. */
  @Override
  public void close() {
    closed = true;
    all().forEach(IngestJob::finish);
    try {
      if (!worker.join(PATIENCE)) {
        all().forEach(IngestJob::cancel); // no interrupt, which would break what is being committed
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
