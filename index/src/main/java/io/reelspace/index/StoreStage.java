package io.reelspace.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Puts finished videos into the index and commits them in groups, about one a second: a commit
 * waits for the disk, and small files come by the hundred. A video is reported as done once its
 * commit has returned.
 */
final class StoreStage {

  private static final long COMMIT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Bounds what a kill undoes, and the memory that changes take. */
  private static final int MOST_UNCOMMITTED = 256;

  private static final int CAPACITY = 64;

  private record Finished(IndexedVideo video, VideoInProgress made) {}

  private final VideoIndex index;
  private final IngestProgress progress;
  private final BlockingQueue<Finished> videos = new LinkedBlockingQueue<>(CAPACITY);
  private final List<Finished> uncommitted = new ArrayList<>();
  private volatile boolean ended;
  private long oldestNanos;

  StoreStage(VideoIndex index, IngestProgress progress) {
    this.index = index;
    this.progress = progress;
  }

  void put(IndexedVideo video, VideoInProgress made) throws InterruptedException {
    videos.put(new Finished(video, made));
  }

  /** No more videos will come. */
  void end() {
    ended = true;
  }

  /** Returns when the last video is committed. */
  void run() throws InterruptedException {
    while (!ended || !videos.isEmpty()) {
      Finished next = videos.poll(50, TimeUnit.MILLISECONDS);
      if (next != null) {
        VideoInProgress made = next.made();
        index.upsert(next.video(), made.segments(), made.windows(), made.lines());
        next.made().known().origin().ifPresent(origin -> index.delete(origin.id()));
        if (uncommitted.isEmpty()) {
          oldestNanos = System.nanoTime();
        }
        uncommitted.add(next);
      }
      boolean due = System.nanoTime() - oldestNanos >= COMMIT_INTERVAL_NANOS;
      if (!uncommitted.isEmpty() && (due || uncommitted.size() >= MOST_UNCOMMITTED)) {
        commit();
      }
    }
    commit();
  }

  private void commit() {
    if (uncommitted.isEmpty()) {
      return;
    }
    index.commit();
    for (Finished done : uncommitted) {
      IndexedVideo video = done.video();
      Path path = Path.of(video.path());
      VideoInProgress made = done.made();
      made.known().origin().ifPresent(origin -> progress.moved(Path.of(origin.path()), path));
      progress.done(
          path,
          made.segments().size(),
          Stream.concat(video.warnings().stream(), video.words().warnings().stream()).toList(),
          made.isTaken());
    }
    uncommitted.clear();
  }
}
