package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the ranking of one search asks of a store, as of one state of it: the little that Lucene and
 * Milvus do each in its own way. {@link HybridSearch} makes results of it, for both alike.
 */
public interface SegmentStore {

  /**
   * The best segments, or windows of another modality than pictures, best first: those that score
   * at least {@link SearchRequest#minScore} by their own similarity, one for each video where
   * videos are wanted, and fewer than wanted only when there are no more.
   */
  List<Candidate> nearest(SearchRequest request, Modality modality) throws IOException;

  /**
   * The lines whose words match best, best first.
   *
   * @param everyWord whether a line must have every word but the commonest; else most of them, best
   *     in their order
   * @param vector by which of the segments during which a line is said one is chosen
   */
  List<FoundLine> lines(String words, boolean everyWord, Optional<float[]> vector)
      throws IOException;

  /** The frames of a candidate's video. */
  VideoFrames frames(Candidate candidate) throws IOException;
}
