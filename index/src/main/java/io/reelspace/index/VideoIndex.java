package io.reelspace.index;

import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
   * Opens the index in a folder for reading and writing, and makes it where there is none. One
   * writer at a time; any number of readers beside it.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the index is of another space
   * @throws io.reelspace.error.StorageException when it is damaged, cannot be read or written, or
   *     another process writes to it
   * @throws io.reelspace.error.BadInputException when the folder holds something else
   */
  static VideoIndex open(Path folder, SpaceIdentity space) {
    return LuceneStore.open(folder, space);
  }

  /**
   * Opens the index in a folder for searches only: needs no permission to write, and may be done
   * while another process writes. Changes that others commit come into view within a second.
   *
   * @throws io.reelspace.error.BadInputException when there is no index
   * @throws io.reelspace.error.StorageException when it is damaged or cannot be read
   */
  static VideoIndex openReadOnly(Path folder) {
    return LuceneStore.openReadOnly(folder);
  }

  /** As {@link #openReadOnly(Path)}, with another effort of its searches. */
  static VideoIndex openReadOnly(Path folder, SearchEffort effort) {
    return LuceneStore.openReadOnly(folder, effort);
  }

  /**
   * The space of the index in a folder; empty where there is none yet.
   *
   * @throws io.reelspace.error.StorageException when it is damaged or cannot be read
   * @throws io.reelspace.error.BadInputException when the folder holds something else
   */
  static Optional<SpaceIdentity> spaceIn(Path folder) {
    return LuceneStore.spaceIn(folder);
  }

  /** The space that its vectors lie in. */
  SpaceIdentity space();

  /**
   * Checks that vectors of a space belong into this index.
   *
   * @throws io.reelspace.error.SpaceMismatchException when they do not
   */
  void requireSpace(SpaceIdentity space);

  /**
   * Puts a video and all its segments in place of what was there under its id, all or nothing.
   *
   * @throws UnsupportedOperationException when opened for searches only; so do the other changes
   * @throws IllegalArgumentException when an embedding is not of length one
   * @param windows its sound and what else is embedded beside pictures, in the order of time
   * @param lines its words, in the order of time; left out where there are no segments
   * @throws io.reelspace.error.SpaceMismatchException when an embedding has another dimension than
   *     the index
   */
  void upsert(
      IndexedVideo video,
      List<IndexedSegment> segments,
      List<IndexedWindow> windows,
      List<IndexedLine> lines);

  /** As above, for a video of pictures and words. */
  default void upsert(IndexedVideo video, List<IndexedSegment> segments, List<IndexedLine> lines) {
    upsert(video, segments, List.of(), lines);
  }

  /** As above, for a video without words. */
  default void upsert(IndexedVideo video, List<IndexedSegment> segments) {
    upsert(video, segments, List.of());
  }

  /**
   * Adds tags to a video and takes others away; false when it is not there. As all changes, it
   * takes a commit to be seen.
   */
  default boolean tag(String videoId, Set<String> added, Set<String> removed) {
    Optional<IndexedVideo> video = video(videoId);
    video.ifPresent(before -> {
      Set<String> tags = new TreeSet<>(before.tags());
      tags.removeAll(removed);
      tags.addAll(added);
      upsert(before.withTags(tags), segments(videoId), windows(videoId), lines(videoId));
    });
    return video.isPresent();
  }

  /** Removes a video with its segments; false when it was not there. */
  boolean delete(String videoId);

  /** Makes all changes so far durable and visible. */
  void commit();

  /**
   * Puts the files of what is committed together where searches get quicker by it; for the end of a
   * run that added much. It may take a minute for each gigabyte, and changes no result.
   *
   * @param stop becomes true when this is to return early, without having done anything
   */
  void compact(BooleanSupplier stop);

  /**
   * Brings into view at once what others committed; by itself a reader looks about once a second.
   */
  void refresh();

  /** The video of that id, as of the last commit. */
  Optional<IndexedVideo> video(String videoId);

  /**
   * The segments of the video of that id with their embeddings, in the order of time, as of the
   * last commit; empty where it is not there.
   */
  List<IndexedSegment> segments(String videoId);

  /**
   * The segment of the video of that id that begins at {@code start} seconds, as of the last
   * commit; empty where there is none.
   */
  default Optional<IndexedSegment> segment(String videoId, double start) {
    return segments(videoId).stream().filter(segment -> segment.start() == start).findFirst();
  }

  /**
   * The embedded frames of the video of that id, in the order of time, as of the last commit; empty
   * where it is not there, or was put in without frames. Those of one segment are part of {@link
   * #segments}.
   */
  default List<IndexedFrame> frames(String videoId) {
    return segments(videoId).stream().flatMap(segment -> segment.frames().stream()).toList();
  }

  /**
   * The windows of the video of that id, of all modalities beside pictures, each modality's in the
   * order of time, as of the last commit.
   */
  List<IndexedWindow> windows(String videoId);

  /** The lines of words of the video of that id, as of the last commit. */
  List<IndexedLine> lines(String videoId);

  /** All videos that a filter takes, in the order of their paths, as of the last commit. */
  List<IndexedVideo> videos(Filter filter);

  /**
   * Hands over every video with all that is kept of it, one after the other in the order of their
   * paths. One video is in memory at a time. A folder's videos are all as of one and the same
   * commit, also while others write; on a server each is as it is when its turn comes. What the
   * visitor throws ends the walk and is thrown on.
   */
  void forEach(Consumer<StoredVideo> visitor);

  /**
   * All videos whose path is that of {@code fileOrFolder} or lies below it, in the order of their
   * paths, as of the last commit. {@code /} gives all.
   */
  List<IndexedVideo> videosUnder(String fileOrFolder);

  /**
   * All videos whose file has one of these numbers of bytes, in the order of their paths, as of the
   * last commit.
   */
  List<IndexedVideo> videosOfSize(Set<Long> bytes);

  /**
   * The best results, best first, as of the last commit; results of equal score in the order of
   * path and time. Fewer than wanted only when there are no more.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the vector has another dimension than
   *     the index
   */
  List<Hit> search(SearchRequest request);

  /** The moments or videos whose words match best, best first, as of the last commit. */
  List<Hit> search(WordSearchRequest request);

  /**
   * How similar segments are to a vector, found from up to 500 that are spread evenly over the
   * index, as of the last commit.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the vector has another dimension than
   *     the index
   */
  default SimilarityDistribution similarities(float[] vector) {
    return similarities(vector, Modality.VISUAL);
  }

  /** The same of the windows of another modality than pictures. */
  SimilarityDistribution similarities(float[] vector, Modality modality);

  /** Counts of what it holds, as of the last commit. */
  IndexStats stats();

  /** Frees what it holds; drops what was not committed. */
  @Override
  void close();
}
