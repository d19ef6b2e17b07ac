package io.reelspace.index;

import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of an ingest: some decode, one encodes, one stores.
 *
 * <p>A failure that concerns more than one video stops all. On that, and on cancellation, the
 * decoders and the encoder are interrupted. The store never is, because an interrupt in the middle
 * of a write closes the file under Lucene: it commits what it was given, and ends.
 */
final class Pipeline {

  /** Batches between decoders and encoder: enough to bridge the start of the next decoder. */
  private static final int BATCHES_AHEAD = 8;

  private final VideoIndex index;
  private final Space space;
  private final MediaReader media;
  private final IngestOptions options;
  private final IngestProgress progress;
  private final Cancellation cancellation;
  private final boolean wholeOnly;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param wholeOnly whether a file that changes while it is decoded stays out
   */
  Pipeline(
      VideoIndex index,
      Space space,
      MediaReader media,
      IngestOptions options,
      IngestProgress progress,
      Cancellation cancellation,
      boolean wholeOnly) {
    this.index = index;
    this.space = space;
    this.media = media;
    this.options = options;
    this.progress = progress;
    this.cancellation = cancellation;
    this.wholeOnly = wholeOnly;
  }

  void run(List<VideoInProgress> videos) {
    DecodedQueue decoded = new DecodedQueue(BATCHES_AHEAD * options.batch());
    StoreStage store = new StoreStage(index, progress);
    EncodeStage encode = new EncodeStage(space, options, media.shots(), decoded, store);
    DecodeStage decode =
        new DecodeStage(
            index,
            media,
            options,
            space.tracks(),
            space.sound(),
            videos.iterator(),
            decoded,
            progress,
            cancellation,
            wholeOnly);

    Thread storing = start("reelspace-store", store::run);
    Thread encoding = start("reelspace-encode", interruptibly(encode::run));
    List<Thread> decoding = new ArrayList<>();
    for (int i = 1; i <= Math.min(options.decoders(), videos.size()); i++) {
      decoding.add(start("reelspace-decode-" + i, interruptibly(decode::run)));
    }
    boolean interrupted = false;
    for (Thread thread : decoding) {
      interrupted |= join(thread);
    }
    decoded.finish();
    interrupted |= join(encoding);
    store.end();
    interrupted |= join(storing);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private interface Stage {
    void run() throws InterruptedException;
  }

  private Thread start(String name, Stage stage) {
    return Thread.ofPlatform()
        .name(name)
        .start(() -> {
          try {
            stage.run();
          } catch (InterruptedException _) {
            // asked to stop: the end of this thread is the answer
          } catch (Throwable e) {
            failure.compareAndSet(null, e);
            cancellation.cancel();
          }
        });
  }

  private Stage interruptibly(Stage stage) {
    return () -> {
      cancellation.enter();
      try {
        stage.run();
      } finally {
        cancellation.leave();
      }
    };
  }

  /** Waits for a thread to end; an interrupt cancels the run, and true says that it came. */
  private boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        cancellation.cancel();
      }
    }
  }
}
