package io.reelspace.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What a job counts, as Spark's page shows it while it runs.
 *
 * @param videos that were embedded
 * @param unchanged that were in the index as they are
 * @param failures videos that could not be embedded
 * @param segments of embedded videos
 */
record Counters(
    LongAccumulator videos,
    LongAccumulator unchanged,
    LongAccumulator failures,
    LongAccumulator segments)
    implements Serializable {

  /** All at zero. */
  static Counters of(SparkContext context) {
    return new Counters(
        context.longAccumulator("videos embedded"),
        context.longAccumulator("videos unchanged"),
        context.longAccumulator("videos failed"),
        context.longAccumulator("segments embedded"));
  }
}
