package io.reelspace.cli;

import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
   * @param loading the space that the index most likely needs; used or discarded
   * @param wanted the space that was asked for, if any; the index must be of it
   */
  static Archive open(Path folder, Spaces spaces, SpaceLoading loading, Optional<String> wanted) {
    VideoIndex index;
    try {
      index = VideoIndex.openReadOnly(folder);
    } catch (RuntimeException e) {
      loading.discard();
      throw e;
    }
    try {
      return new Archive(index, matching(index, loading.get(), spaces, wanted));
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
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
