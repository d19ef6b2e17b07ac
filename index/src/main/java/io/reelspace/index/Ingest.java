package io.reelspace.index;

import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Brings an index up to date with files and folders.
 *
 * <p>What the index holds already, with the same size, modification time and sampler, is left
 * alone; where only the words beside it changed, only these are read again. Of all else, the next
 * videos are decoded while frames of the last ones are encoded, and finished ones are committed
 * about once a second. A video that fails is reported and does not stop the others; each comes into
 * the index whole or not at all.
 */
public final class Ingest {

  private final VideoIndex index;
  private final Space space;
  private final MediaReader media;
  private final IngestOptions options;
  private final IngestListener listener;
  private final Cancellation cancellation;

  /**
   * An ingest into an index; it owns neither the index nor the space.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the index is of another space
   */
  public Ingest(
      VideoIndex index,
      Space space,
      MediaReader media,
      IngestOptions options,
      IngestListener listener) {
    this(index, space, media, options, listener, new Cancellation());
  }

  Ingest(
      VideoIndex index,
      Space space,
      MediaReader media,
      IngestOptions options,
      IngestListener listener,
      Cancellation cancellation) {
    index.requireSpace(SpaceIdentity.of(space));
    this.index = index;
    this.space = space;
    this.media = media;
    this.options = options;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * Indexes the videos among files and below folders. An interrupt of the calling thread is like
   * {@link #cancel}.
   *
   * <p>In folders, hidden files and folders are left out, and files without the extension of a
   * medium; a file that is named is always tried. Links are followed, loops are not.
   *
   * @return what was done; failures of single files and folders are part of it
   * @throws io.reelspace.error.StorageException when the index cannot be written; what was reported
   *     as done is in it
   * @throws io.reelspace.error.MissingModelException when frames cannot be encoded at all
   */
  public IngestSummary run(List<Path> filesAndFolders) {
    MediaScan scan = MediaScan.of(filesAndFolders);
    List<Path> roots = new ArrayList<>(scan.presentRoots());
    roots.addAll(scan.missingRoots());
    return run(scan, Admission.ALL, Pruning.doubtful(roots));
  }

  /**
   * Indexes what a scan found.
   *
   * @param doubtful tells paths that may be gone only because their disk is not mounted
   */
  IngestSummary run(MediaScan scan, Admission admission, Predicate<Path> doubtful) {
    long start = System.nanoTime();
    IngestProgress progress = new IngestProgress(listener);
    scan.failures().forEach(progress::failed);

    Map<String, IndexedVideo> indexed = indexedUnder(scan);
    String divided = VideoInProgress.text(options.sampler(), media.shots());
    List<KnownContent.Open> open = new ArrayList<>();
    SidecarScan sidecars = new SidecarScan();
    int unchanged = 0;
    for (MediaFile file : scan.files()) {
      Optional<IndexedVideo> before = Optional.ofNullable(indexed.get(file.path().toString()));
      SidecarScan.Found beside = sidecars.beside(file.path());
      boolean samePictures = before.isPresent() && file.isSameAs(before.get(), divided);
      if (samePictures && before.get().words().sources().equals(beside.fingerprint())) {
        unchanged++;
      } else if (admission.admits(file, beside)) {
        open.add(new KnownContent.Open(file, before, beside, samePictures));
      }
    }
    KnownContent known = new KnownContent(index, divided, open, doubtful);
    List<VideoInProgress> pending = known.resolve(open);
    progress.found(unchanged, pending.size());

    indexed
        .values()
        .removeIf(video -> known.isReplaced(video) || admission.isWaiting(video.bytes()));
    int missing = new Pruning(index, progress, options.prune()).run(scan, indexed.values());
    if (!pending.isEmpty()) {
      new Pipeline(index, space, media, options, progress, cancellation, admission.wantsWhole())
          .run(pending);
      index.compact(() -> cancellation.isCancelled() || Thread.currentThread().isInterrupted());
    }
    return new IngestSummary(
        progress.doneCount(),
        progress.takenCount(),
        unchanged,
        progress.failures(),
        progress.removedCount(),
        missing,
        cancellation.isFinishing(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Whether a run would leave a file alone: the index holds it as it is, divided in the same way
   * and with the same words beside it.
   *
   * @param path where it lies, or is going to lie; files with words are looked for beside it
   * @param bytes its size
   * @param modified its modification time
   * @param indexed what the index holds of it
   */
  public boolean isCurrent(Path path, long bytes, Instant modified, IndexedVideo indexed) {
    return new MediaFile(path, bytes, modified)
            .isSameAs(indexed, VideoInProgress.text(options.sampler(), media.shots()))
        && indexed.words().sources().equals(new SidecarScan().beside(path).fingerprint());
  }

  /**
   * Stops a run soon, from another thread: videos that are finished are committed, others are left
   * for the next run. Harmless when nothing runs; a run that starts later stops at once.
   */
  public void cancel() {
    cancellation.cancel();
  }

  /**
   * Ends a run once the videos that are being read are done: no other is begun. Harmless when
   * nothing runs; a run that starts later begins none.
   */
  public void finish() {
    cancellation.finish();
  }

  /** One pass over the metadata, not one search for each file. */
  private Map<String, IndexedVideo> indexedUnder(MediaScan scan) {
    Map<String, IndexedVideo> indexed = new HashMap<>();
    List<Path> roots = new ArrayList<>(scan.presentRoots());
    roots.addAll(scan.missingRoots());
    for (Path root : roots) {
      for (IndexedVideo video : index.videosUnder(root.toString())) {
        indexed.put(video.path(), video);
      }
    }
    return indexed;
  }
}
