package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An index with the space that it lies in, open for searches. Owns both. */
final class Archive implements AutoCloseable {

  private final VideoIndex index;
  private final Space space;

  private Archive(VideoIndex index, Space space) {
    this.index = index;
    this.space = space;
  }

  /**
   * Opens an index and its space.
   *
   * @param wanted the space that was named, if any; the index must be of it
   */
  static Archive open(Path folder, Spaces spaces, Optional<String> wanted) {
    // The text network takes longest to load and the space is nearly always the default, so it
    // does not wait for the index to say which it is.
    FutureTask<Space> loading =
        new FutureTask<>(() -> loaded(spaces.open(wanted.orElse(BundledSpaces.DEFAULT))));
    Thread.ofPlatform().name("space").start(loading);
    VideoIndex index = null;
    try {
      index = VideoIndex.openReadOnly(folder);
      return new Archive(index, matching(index, result(loading), spaces, wanted));
    } catch (RuntimeException e) {
      if (index == null) {
        closeOnceLoaded(loading);
      } else {
        index.close();
      }
      throw e;
    }
  }

  private static Space result(FutureTask<Space> loading) {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("loading the space", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the space was loading", e);
    }
  }

  private static void closeOnceLoaded(FutureTask<Space> loading) {
    try {
      result(loading).close();
    } catch (RuntimeException e) {
      // The index failed first, and that is what is told.
    }
  }

  private static Space loaded(Space space) {
    space.embedText("video");
    return space;
  }

  private static Space matching(
      VideoIndex index, Space space, Spaces spaces, Optional<String> wanted) {
    SpaceIdentity identity = SpaceIdentity.of(space);
    if (wanted.isEmpty() && !index.space().equals(identity)) {
      space.close();
      return spaces.of(index.space());
    }
    try {
      index.requireSpace(identity);
      return space;
    } catch (RuntimeException e) {
      space.close();
      throw e;
    }
  }

  /** The best results for a text, best first. */
  List<Hit> search(String text, int top, Grouping by, double minScore) {
    return index.search(new SearchRequest(space.embedText(text), top, by, minScore));
  }

  /** Whether there is nothing to be found. */
  boolean isEmpty() {
    return index.stats().videos() == 0;
  }

  @Override
  public void close() {
    index.close();
    space.close();
  }
}
