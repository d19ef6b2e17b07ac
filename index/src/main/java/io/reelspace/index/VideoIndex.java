package io.reelspace.index;

import java.util.List;
import java.util.Optional;

/**
 * A store of videos with their segment embeddings, and the search over them: the contract that
 * Lucene and Milvus keep alike.
 *
 * <p>Many threads may call it. What was changed is seen by searches, and survives the end of the
 * process, once {@link #commit} has returned. Storage failures surface as {@link
 * io.reelspace.error.StorageException}.
 */
public interface VideoIndex extends AutoCloseable {

  /**
   * Puts a video and all its segments in place of what was there under its id, all or nothing.
   *
   * @throws io.reelspace.error.SpaceMismatchException when an embedding has another dimension than
   *     the index
   */
  void upsert(IndexedVideo video, List<IndexedSegment> segments);

  /** Removes a video with its segments; false when it was not there. */
  boolean delete(String videoId);

  /** Makes all changes so far durable and visible. */
  void commit();

  /** The video of that id, as of the last commit. */
  Optional<IndexedVideo> video(String videoId);

  /** The paths of all videos at or below a path prefix, as of the last commit. */
  List<IndexedVideo> videosUnder(String pathPrefix);

  /** The best results, best first, as of the last commit. */
  List<Hit> search(SearchRequest request);

  /** Counts of what it holds, as of the last commit. */
  IndexStats stats();

  @Override
  void close();
}
