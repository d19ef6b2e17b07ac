package io.reelspace.index;

import io.reelspace.error.SpaceMismatchException;
import java.util.List;
import java.util.Optional;

/**
 * All that an index keeps of one video.
 *
 * @param video the video itself
 * @param segments its segments with their embeddings, in the order of time
 * @param windows its sound, and what else is embedded beside pictures
 * @param lines its words, in the order of time
 */
public record StoredVideo(
    IndexedVideo video,
    List<IndexedSegment> segments,
    List<IndexedWindow> windows,
    List<IndexedLine> lines) {

  /**
   * Refuses what an index of a space does not take.
   *
   * @param index how it is named in messages
   * @throws SpaceMismatchException when an embedding has another dimension
   * @throws IllegalArgumentException when an embedding is not of length one
   */
  public void requireFits(SpaceIdentity space, String index) {
    for (IndexedWindow window : windows) {
      require(space, index, window.embedding());
    }
    for (IndexedSegment segment : segments) {
      require(space, index, segment.embedding());
      if (!(segment.frames() instanceof QuantisedFrames)) { // those are as they should be
        segment.frames().forEach(frame -> require(space, index, frame.embedding()));
      }
    }
  }

  private static void require(SpaceIdentity space, String index, float[] embedding) {
    requireDimension(space, index, embedding);
    Embeddings.requireUnitLength(embedding);
  }

  /**
   * Refuses a vector that cannot be of a space.
   *
   * @throws SpaceMismatchException when it has another dimension
   */
  public static void requireDimension(SpaceIdentity space, String index, float[] vector) {
    if (vector.length != space.dimension()) {
      throw new SpaceMismatchException(
          "index %s: its space %s does not take vectors of %d dimensions; use that space"
              .formatted(index, space, vector.length));
    }
  }

  /** The direction of the mean of the segments' embeddings; empty where they cancel out. */
  public Optional<float[]> mean(int dimension) {
    return Embeddings.mean(segments, dimension);
  }
}
