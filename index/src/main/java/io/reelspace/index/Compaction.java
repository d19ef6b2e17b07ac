package io.reelspace.index;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/**
 * Joins the parts of an index. A search asks each part, which costs it about as much again as the
 * vectors that it then compares; so an archive that was taken in by and by is searched at half the
 * speed.
 */
final class Compaction {

  /** The largest part is joined with the others where these hold more than this share. */
  private static final double MOST_ELSEWHERE = 0.25;

  private static final long POLL_MILLIS = 20;

  private Compaction() {}

  /** Whether searches would get quicker by it; what is committed counts. */
  static boolean isWorthwhile(SegmentInfos parts, SearchEffort effort) {
    long all = 0;
    long largest = 0;
    for (SegmentCommitInfo part : parts) {
      long documents = (long) part.info.maxDoc() - part.getDelCount();
      all += documents;
      largest = Math.max(largest, documents);
    }
    return all > effort.exactUpTo() && all - largest > MOST_ELSEWHERE * all;
  }

  /**
   * Joins all parts; other threads may write meanwhile.
   *
   * @param stop becomes true when this is to return early; an interrupt is kept and does the same
   * @return whether it came to its end; what is not finished is lost
   */
  static boolean run(IndexWriter writer, BooleanSupplier stop) throws IOException {
    writer.forceMerge(1, false);
    while (writer.hasPendingMerges() || !writer.getMergingSegments().isEmpty()) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (stop.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }
}
