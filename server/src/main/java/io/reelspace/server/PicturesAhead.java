package io.reelspace.server;

import io.reelspace.error.ReelspaceException;
import io.reelspace.index.IndexStats;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Filter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the picture that a list shows of each video before anybody asks for it, newest videos
 * first: one at a time, with a rest after each as long as it took, and not while others wait.
 */
final class PicturesAhead implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PicturesAhead.class);

  /** What the page asks for in its list of videos. */
  private static final double TIME = 0;

  private static final int SIDE = 320;

  /** How often it looks for new videos, and whether others still wait. */
  private static final long LOOK_MILLIS = 1000;

  /** So many times as long as a look took it waits for the next: an index on a server counts. */
  private static final long REST = 100;

  private final ServedArchive archive;
  private final PictureRoutes pictures;
  private final BooleanSupplier othersWait;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread worker =
      Thread.ofPlatform().daemon().name("pictures-ahead").unstarted(this::run);
  private volatile int left;

  /**
   * @param othersWait whether somebody is kept waiting by this
   */
  PicturesAhead(ServedArchive archive, PictureRoutes pictures, BooleanSupplier othersWait) {
    this.archive = archive;
    this.pictures = pictures;
    this.othersWait = othersWait;
  }

  void start() {
    worker.start();
  }

  /** Pictures that are still to be made, as far as is known. */
  int left() {
    return left;
  }

  private void run() {
    try {
      Optional<IndexStats> seen = Optional.empty();
      long took;
      do {
        long start = System.nanoTime();
        Optional<IndexStats> now = look();
        took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (now.isPresent() && !now.equals(seen) && madeAll()) {
          seen = now;
        }
      } while (!rest(Math.max(LOOK_MILLIS, REST * took)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("no more pictures are made ahead", e); // they are made when they are asked for
    }
    left = 0;
  }

  /** What the index holds; empty while it cannot be read. */
  private Optional<IndexStats> look() {
    try {
      return Optional.of(archive.index().stats());
    } catch (ReelspaceException e) {
      LOG.debug("no look for new videos", e); // searches tell
      return Optional.empty();
    }
  }

  private boolean madeAll() throws InterruptedException {
    try {
      makeAll();
      return true;
    } catch (ReelspaceException e) {
      LOG.debug("no list of new videos", e);
      return false;
    }
  }

  private void makeAll() throws InterruptedException {
    List<IndexedVideo> missing =
        archive.index().videos(Filter.all()).stream()
            .filter(video -> !pictures.isMade(video, TIME, SIDE))
            .sorted(Comparator.comparing(IndexedVideo::added).reversed())
            .toList();
    for (int i = 0; i < missing.size(); i++) {
      left = missing.size() - i;
      while (othersWait.getAsBoolean()) {
        if (rest(LOOK_MILLIS)) {
          return;
        }
      }
      if (!pictures.hasRoomAhead()) {
        break;
      }
      long start = System.nanoTime();
      make(missing.get(i));
      if (rest(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))) {
        return;
      }
    }
    left = 0;
  }

  private void make(IndexedVideo video) {
    try {
      pictures.thumbnail(video, TIME, SIDE);
    } catch (ReelspaceException | RequestException e) {
      LOG.debug("no picture of {}", video.path(), e); // who asks for it is told
    }
  }

  /** Waits; whether it is over. */
  private boolean rest(long millis) throws InterruptedException {
    return closed.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
