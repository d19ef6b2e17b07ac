package io.reelspace.index.duplicate;

import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.VideoIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds near-duplicates in an index.
 *
 * <p>The index's own clusters give, for each segment, its nearest neighbours in other videos; only
 * videos that are neighbours are compared, frame by frame at the same time ({@link Alignment}). So
 * the work grows with the number of segments and not with its square. At any time the frames of a
 * few videos are in memory.
 */
public final class Duplicates {

  /** Frame sequences that are kept, as neighbours of one segment are often those of the next. */
  private static final int KEPT_SEQUENCES = 16;

  private final VideoIndex index;
  private final DuplicateOptions options;
  private final Map<String, FrameSequence> sequences =
      new LinkedHashMap<>(KEPT_SEQUENCES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FrameSequence> eldest) {
          return size() > KEPT_SEQUENCES;
        }
      };

  /** Looks in an index, which it does not own. */
  public Duplicates(VideoIndex index, DuplicateOptions options) {
    this.index = index;
    this.options = options;
  }

  /**
   * The pairs of parts that are copies of each other, of which at least one lies in a video of the
   * list; of two videos the best common part.
   */
  public List<DuplicatePair> pairs(List<IndexedVideo> videos) {
    List<DuplicatePair> pairs = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (IndexedVideo video : videos) {
      done.add(video.id());
      List<IndexedSegment> segments = index.segments(video.id());
      if (segments.isEmpty()) {
        continue;
      }
      FrameSequence frames = FrameSequence.of(video, segments);
      sequences.put(video.id(), frames);
      neighbours(segments, done)
          .forEach((otherId, near) -> compare(frames, otherId, near).ifPresent(pairs::add));
    }
    return pairs;
  }

  /** A segment of the video, and one of another that looks like it. */
  private record Near(IndexedSegment segment, Hit hit) {}

  /** By the identifier of the other video; those that are done were compared before. */
  private Map<String, List<Near>> neighbours(List<IndexedSegment> segments, Set<String> done) {
    Map<String, List<Near>> neighbours = new LinkedHashMap<>();
    for (IndexedSegment segment : segments) {
      SearchRequest request =
          new SearchRequest(
              segment.embedding(),
              options.neighbours(),
              Grouping.MOMENT,
              // The mean of a segment that is cut otherwise is less alike than single frames.
              options.frameSimilarity() - 0.15);
      for (Hit hit : index.search(request)) {
        String other = hit.id().substring(0, hit.id().indexOf('@'));
        if (!done.contains(other)) {
          neighbours.computeIfAbsent(other, _ -> new ArrayList<>()).add(new Near(segment, hit));
        }
      }
    }
    return neighbours;
  }

  private Optional<DuplicatePair> compare(FrameSequence one, String otherId, List<Near> near) {
    Optional<FrameSequence> other = sequence(otherId);
    if (other.isEmpty()) {
      return Optional.empty(); // removed meanwhile
    }
    Alignment alignment = new Alignment(one, other.get(), options);
    for (Near pair : near) {
      alignment.vote(
          pair.segment().start(), pair.segment().end(), pair.hit().start(), pair.hit().end());
    }
    return alignment.best();
  }

  private Optional<FrameSequence> sequence(String videoId) {
    FrameSequence known = sequences.get(videoId);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<IndexedVideo> video = index.video(videoId);
    List<IndexedSegment> segments = index.segments(videoId);
    if (video.isEmpty() || segments.isEmpty()) {
      return Optional.empty();
    }
    FrameSequence read = FrameSequence.of(video.get(), segments);
    sequences.put(videoId, read);
    return Optional.of(read);
  }
}
