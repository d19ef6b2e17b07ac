package io.reelspace.index;

import io.reelspace.error.StorageException;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * Keeps an index up to date with files and folders until it is cancelled: new, changed and moved
 * files come in once they are complete, deleted ones go.
 *
 * <p>It begins with a run of {@link Ingest} over everything. After that, what the system tells of
 * changes decides which folders are looked through again; where it tells too little, all are, now
 * and then. The index is open for writing during each look only, so that others may write between.
 *
 * <p>A file counts as deleted when the system said so, and no file of its content came elsewhere. A
 * disk that is taken away says nothing of its files, so these stay in the index.
 */
public final class Watch {

  /** How long another process that writes to the index is waited for, each time. */
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final Supplier<VideoIndex> opening;
  private final Space space;
  private final MediaReader media;
  private final IngestOptions options;
  private final WatchOptions watching;
  private final WatchReport report;
  private final IngestListener listener;
  private final Cancellation cancellation = new Cancellation();
  private final StillFiles still;
  private final Map<Path, Long> gone = new HashMap<>();
  private final Set<Path> walked = new HashSet<>();
  private List<Path> roots = List.of();
  private boolean links;

  /**
   * A watch over an index; it does not own the space.
   *
   * @param opening opens the index for writing; it is closed after each look
   * @param options removal of videos whose file is gone ({@code prune}) is for files that went
   *     while nobody watched
   */
  public Watch(
      Supplier<VideoIndex> opening,
      Space space,
      MediaReader media,
      IngestOptions options,
      WatchOptions watching,
      IngestListener listener) {
    this.opening = opening;
    this.space = space;
    this.media = media;
    this.options = options;
    this.watching = watching;
    this.listener = listener;
    this.still = new StillFiles(watching.settle());
    this.report = new WatchReport(listener, still);
  }

  /**
   * Watches until {@link #cancel} or an interrupt of the calling thread.
   *
   * @return what was done since the beginning
   * @throws io.reelspace.error.StorageException when the index cannot be opened or written
   * @throws io.reelspace.error.MissingModelException when frames cannot be encoded at all
   */
  public IngestSummary run(List<Path> filesAndFolders) {
    roots = filesAndFolders.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    try (FolderEvents events = new FolderEvents(watching.mostFolders())) {
      lookAt(roots, true, events);
      listener.watching(walked.size(), events.problem());
      watch(events);
    }
    return report.summary();
  }

  /** Ends the watch soon, from another thread; videos that are finished are kept. */
  public void cancel() {
    cancellation.cancel();
  }

  private interface Wait<T> {
    T run() throws InterruptedException;
  }

  /** Only while it waits may an interrupt come: in a write it would close the file under Lucene. */
  private <T> Optional<T> waiting(Wait<T> wait) {
    cancellation.enter();
    try {
      return Optional.of(wait.run());
    } catch (InterruptedException e) {
      cancellation.cancel();
      return Optional.empty();
    } finally {
      cancellation.leave();
      if (Thread.interrupted()) {
        cancellation.cancel();
      }
    }
  }

  private void watch(FolderEvents events) {
    long rescanned = System.nanoTime();
    while (!cancellation.isCancelled()) {
      boolean known = events.problem().isEmpty();
      long interval = (known ? watching.rescan() : watching.rescanUnwatched()).toNanos();
      long toRescan = Math.max(0, rescanned + interval - System.nanoTime());
      Optional<FolderEvents.Changes> come =
          waiting(() -> events.await(Math.min(toRescan, nanosToNext())));
      if (come.isEmpty()) {
        return;
      }
      FolderEvents.Changes changes = come.get();
      long now = System.nanoTime();
      changes.gone().forEach(path -> gone.putIfAbsent(path, now));
      Set<Path> folders = new HashSet<>(changes.folders());
      folders.addAll(still.waitingFolders());
      boolean all =
          changes.lost() || now - rescanned >= interval || links || !walked.containsAll(folders);
      if (all) {
        rescanned = now;
        lookAt(roots, true, events);
      } else if (!folders.isEmpty() || !gone.isEmpty()) {
        lookAt(folders.stream().filter(Files::isDirectory).toList(), false, events);
      }
    }
  }

  /** Until a file may be still, or what is gone may be removed. */
  private long nanosToNext() {
    long now = System.nanoTime();
    long removal =
        gone.values().stream()
            .mapToLong(since -> Math.max(0, since + patience() - now))
            .min()
            .orElse(Long.MAX_VALUE);
    // A little later than that, so that one look is enough.
    long file = still.nanosToNext().orElse(Long.MAX_VALUE / 2) + Duration.ofMillis(20).toNanos();
    return Math.max(Duration.ofMillis(50).toNanos(), Math.min(removal, file));
  }

  /** What went may have moved; it is removed once a file that came meanwhile would be still. */
  private long patience() {
    return watching.settle().multipliedBy(2).toNanos();
  }

  private void lookAt(List<Path> folders, boolean all, FolderEvents events) {
    still.startLook();
    MediaScan scan =
        MediaScan.watching(
            folders,
            folder -> {
              walked.add(folder);
              events.add(folder);
            });
    if (all) {
      roots.stream().filter(Files::isRegularFile).map(Path::getParent).forEach(events::add);
      links = scan.followedLinks();
    }
    Predicate<Path> doubtful = Pruning.doubtful(roots);
    Optional<VideoIndex> opened = open();
    if (opened.isEmpty()) {
      return; // cancelled
    }
    try (VideoIndex index = opened.get()) {
      Ingest ingest =
          new Ingest(
              index, space, media, options.withPrune(all && options.prune()), report, cancellation);
      report.add(ingest.run(scan, still, doubtful), all);
      removeGone(index);
    }
  }

  private Optional<VideoIndex> open() {
    while (true) {
      try {
        return Optional.of(opening.get());
      } catch (StorageException e) {
        boolean busy = e.getCause() instanceof LockObtainFailedException;
        if (!busy || report.isFirst()) {
          throw e;
        }
        if (waiting(
                () -> {
                  Thread.sleep(BUSY);
                  return true;
                })
            .isEmpty()) {
          return Optional.empty();
        }
      }
    }
  }

  /** Removes what went, unless it is there again or may be on its way to another place. */
  private void removeGone(VideoIndex index) {
    long now = System.nanoTime();
    List<IndexedVideo> removed = new ArrayList<>();
    gone.entrySet()
        .removeIf(entry -> {
          Path path = entry.getKey();
          if (now - entry.getValue() < patience()) {
            return false;
          }
          List<IndexedVideo> videos =
              index.videosUnder(path.toString()).stream()
                  .filter(video -> Files.notExists(Path.of(video.path())))
                  .toList();
          if (videos.stream().anyMatch(video -> still.isWaiting(video.bytes()))) {
            return false;
          }
          if (roots.stream().anyMatch(root -> path.startsWith(root) && Files.exists(root))) {
            removed.addAll(videos);
          }
          return true;
        });
    if (!removed.isEmpty()) {
      removed.forEach(video -> index.delete(video.id()));
      index.commit();
      removed.forEach(video -> report.removed(Path.of(video.path())));
    }
  }
}
