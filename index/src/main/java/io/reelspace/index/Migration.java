package io.reelspace.index;

import io.reelspace.error.StorageException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Brings all videos of one index into another, which may be of another kind. What is there already
 * as it should be is left alone, so a run that was stopped goes on where it was; what the other has
 * beside stays. In the end both are compared.
 */
public final class Migration {

  private static final int UNCOMMITTED_SEGMENTS = 5_000;

  private final VideoIndex from;
  private final VideoIndex to;
  private final LongConsumer progress;
  private final BooleanSupplier stop;

  /**
   * A migration.
   *
   * @param to of the same space, open for writing
   * @param progress is told the number of videos that were looked at
   * @param stop becomes true when this is to end early
   */
  public Migration(VideoIndex from, VideoIndex to, LongConsumer progress, BooleanSupplier stop) {
    this.from = from;
    this.to = to;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * What was done.
   *
   * @param copied videos that were written
   * @param present videos that were there already
   * @param stopped whether it ended early; nothing was compared then
   * @param agreement share of the results of sampled queries that both indexes find; the others are
   *     the same in both, too, but an approximate search misses some
   */
  public record Summary(long copied, long present, boolean stopped, double agreement) {}

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Copies and compares.
   *
   * @throws StorageException when both differ in the end
   */
  public Summary run() {
    to.requireSpace(from.space());
    long[] counts = new long[2];
    long[] uncommitted = new long[1];
    try {
      from.forEach(stored -> {
        if (stop.getAsBoolean()) {
          throw new StoppedException();
        }
        if (isThere(stored)) {
          counts[1]++;
        } else {
          to.upsert(stored.video(), stored.segments(), stored.windows(), stored.lines());
          uncommitted[0] += 1 + stored.segments().size();
          counts[0]++;
        }
        if (uncommitted[0] >= UNCOMMITTED_SEGMENTS) {
          to.commit();
          uncommitted[0] = 0;
        }
        progress.accept(counts[0] + counts[1]);
      });
    } catch (StoppedException e) {
      to.commit();
      return new Summary(counts[0], counts[1], true, 0);
    }
    to.commit();
    if (counts[0] > 0) {
      to.compact(stop);
    }
    return new Summary(counts[0], counts[1], false, Comparison.of(from, to, counts[0] + counts[1]));
  }

  /** A video is written as a whole or not at all, so its own row tells. */
  private boolean isThere(StoredVideo stored) {
    return to.video(stored.video().id()).filter(stored.video()::equals).isPresent();
  }
}
