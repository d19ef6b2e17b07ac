package io.reelspace.index;

import io.reelspace.error.SpaceMismatchException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

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
   * A video of its parts, see {@link IngestOptions#excerpt}, in the order of time; the first is its
   * beginning.
   *
   * @return empty where the parts do not continue each other, so that one of them must have found
   *     other shots than the one before
   */
  public static Optional<StoredVideo> joined(List<StoredVideo> parts) {
    List<IndexedSegment> segments = new ArrayList<>();
    SequencedSet<String> warnings = new LinkedHashSet<>();
    for (StoredVideo part : parts) {
      boolean goesOn =
          segments.isEmpty() || segments.getLast().end() == part.segments().getFirst().start();
      if (!goesOn) {
        return Optional.empty();
      }
      segments.addAll(part.segments());
      warnings.addAll(part.video().warnings());
    }
    StoredVideo beginning = parts.getFirst();
    double start = segments.getFirst().start();
    double end = segments.getLast().end();
    List<IndexedWindow> shown =
        beginning.windows().stream()
            .filter(window -> window.start() < end)
            .map(window ->
                new IndexedWindow(
                    window.modality(),
                    window.start(),
                    Math.min(window.end(), end),
                    window.embedding()))
            .toList();
    List<IndexedLine> lines =
        beginning.lines().stream().map(line -> line.within(segments)).toList();
    IndexedVideo video = beginning.video().withSeen(end - start, List.copyOf(warnings));
    return Optional.of(new StoredVideo(video, segments, shown, lines));
  }

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
