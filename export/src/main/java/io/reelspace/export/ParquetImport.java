package io.reelspace.export;

import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * Brings embedded videos of {@link ParquetVideos} into an index. What is there already is left
 * alone, so a run that was stopped goes on where it was; tags that users gave stay.
 */
public final class ParquetImport {

  private static final int UNCOMMITTED_SEGMENTS = 5_000;

  private final ParquetVideos videos;
  private final VideoIndex index;
  private final IntConsumer progress;
  private volatile boolean cancelled;
  private int done;
  private int unchanged;
  private int uncommitted;

  /**
   * @param index of the same space, open for writing
   * @param progress is told the number of videos that were looked at
   */
  public ParquetImport(ParquetVideos videos, VideoIndex index, IntConsumer progress) {
    this.videos = videos;
    this.index = index;
    this.progress = progress;
  }

  /**
   * Writes what is not there yet.
   *
   * @return what was done; videos that could not be embedded are among it as failures
   * @throws io.reelspace.error.SpaceMismatchException when the index is of another space
   * @throws io.reelspace.error.BadInputException when a file is damaged; what was read before is in
   *     the index
   */
  public IngestSummary run() {
    long start = System.nanoTime();
    index.requireSpace(videos.space());
    List<IngestFailure> failed = List.of();
    try {
      failed = videos.forEach(this::add);
    } catch (CancellationException e) {
      // What came until then is kept.
    } finally {
      index.commit();
    }
    if (done > 0) {
      index.compact(() -> cancelled);
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    return new IngestSummary(done, 0, unchanged, failed, 0, 0, cancelled, elapsed);
  }

  private void add(StoredVideo stored) {
    if (cancelled) {
      throw new CancellationException("the import was stopped");
    }
    IndexedVideo video = stored.video();
    Optional<IndexedVideo> before = index.video(video.id());
    IndexedVideo kept = before.map(other -> video.withTags(other.tags())).orElse(video);
    if (before.filter(kept::equals).isPresent()) {
      unchanged++;
    } else {
      index.upsert(kept, stored.segments(), stored.windows(), stored.lines());
      uncommitted += 1 + stored.segments().size();
      done++;
    }
    if (uncommitted >= UNCOMMITTED_SEGMENTS) {
      index.commit();
      uncommitted = 0;
    }
    progress.accept(done + unchanged);
  }

  /** Asks {@link #run} to end soon; any thread may call it. */
  public void cancel() {
    cancelled = true;
  }
}
