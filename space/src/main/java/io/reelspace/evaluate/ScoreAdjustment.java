package io.reelspace.evaluate;

/**
 * A change of scores at test time that counters hubs: candidates that are near to everything.
 *
 * <p>What it reaches is not what a single query meets in use, since it needs to know other queries;
 * {@link RetrievalEvaluation} therefore reports it beside the raw numbers, never instead.
 */
public sealed interface ScoreAdjustment permits DualSoftmax, QueryBankNormalization {

  /** The name under which its numbers are reported. */
  String name();

  /** Adjusted scores of the same queries and candidates. */
  RowScores adjust(Similarity raw);
}
