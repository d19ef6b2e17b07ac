package io.reelspace.index;

import io.reelspace.error.BadInputException;
import java.util.Optional;

/**
 * How the segments that a search finds become results.
 *
 * @param moments whether the frames of the best segments are looked at, so that results are the
 *     intervals in which the thing is seen; else results are whole segments
 * @param attention temperature of a softmax over the frames' similarities to the query, by which
 *     the frames of a moment are weighted (as X-Pool's attention does; Gorti et al., 2022);
 *     infinite weighs them alike
 * @param video share of the whole video's similarity in the score of a moment, 0 to below 1
 * @param bank puts moments that are near to every query further down
 */
public record Ranking(boolean moments, double attention, double video, Optional<QueryBank> bank) {

  /** Segments as they were indexed, by their own similarity: one stage. */
  public static final Ranking SEGMENTS =
      new Ranking(false, Double.POSITIVE_INFINITY, 0, Optional.empty());

  /** Moments, each scored as the segment that it would be: see docs/benchmarks/moments.md. */
  public static final Ranking MOMENTS =
      new Ranking(true, Double.POSITIVE_INFINITY, 0, Optional.empty());

  /**
   * Refuses what is no temperature and no share.
   *
   * @throws BadInputException when it is neither
   */
  public Ranking {
    if (!(attention > 0)) {
      throw new BadInputException("the temperature of attention must be above 0: " + attention);
    }
    if (!(video >= 0 && video < 1)) {
      throw new BadInputException("the share of the video must be from 0 to below 1: " + video);
    }
  }

  /** The same with another temperature. */
  public Ranking withAttention(double temperature) {
    return new Ranking(moments, temperature, video, bank);
  }

  /** The same with another share of the video. */
  public Ranking withVideo(double share) {
    return new Ranking(moments, attention, share, bank);
  }

  /** The same with a bank of queries. */
  public Ranking withBank(QueryBank queries) {
    return new Ranking(moments, attention, video, Optional.of(queries));
  }

  /** Whether a moment scores what its segment does, where it is all of it. */
  boolean plain() {
    return attention == Double.POSITIVE_INFINITY && video == 0;
  }
}
