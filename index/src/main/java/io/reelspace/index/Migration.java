package io.reelspace.index;

import io.reelspace.error.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Brings all videos of one index into another, which may be of another kind. What is there already
 * as it should be is left alone, so a run that was stopped goes on where it was; what the other has
 * beside stays. In the end both are compared.
 */
public final class Migration {

  private static final int UNCOMMITTED_SEGMENTS = 5_000;
  private static final int QUERIES = 20;
  private static final int TOP = 10;

  /** An approximate search may miss one of fifty. */
  private static final double LEAST_AGREEMENT = 0.98;

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
   * @param agreement share of the results of sampled queries that both indexes find
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
    return new Summary(counts[0], counts[1], false, compare(counts[0] + counts[1]));
  }

  /** A video is written as a whole or not at all, so its own row tells. */
  private boolean isThere(StoredVideo stored) {
    return to.video(stored.video().id()).filter(stored.video()::equals).isPresent();
  }

  private double compare(long videos) {
    IndexStats source = from.stats();
    IndexStats target = to.stats();
    boolean alone = target.videos() == videos;
    if (source.videos() != videos
        || target.videos() < videos
        || (alone
            && (source.segments() != target.segments()
                || source.windows() != target.windows()
                || source.lines() != target.lines()))) {
      throw new StorageException(
          ("after the migration the indexes differ: %d videos, %d segments, %d windows and %d lines"
                  + " became %d, %d, %d and %d; does somebody write to one of them? Run it again")
              .formatted(
                  source.videos(),
                  source.segments(),
                  source.windows(),
                  source.lines(),
                  target.videos(),
                  target.segments(),
                  target.windows(),
                  target.lines()));
    }
    double agreement = alone ? agreement() : 1; // among other videos other results are right
    if (agreement < LEAST_AGREEMENT) {
      throw new StorageException(
          "after the migration only %.3f of the results of sampled queries are the same; run it"
                  .formatted(agreement)
              + " again, and delete the new index where that changes nothing");
    }
    return agreement;
  }

  /** Of embeddings of the index itself as queries. */
  private double agreement() {
    List<float[]> queries = queries();
    int expected = 0;
    int found = 0;
    for (float[] query : queries) {
      SearchRequest request = new SearchRequest(query, TOP, Grouping.MOMENT, -1);
      Set<String> there = new HashSet<>();
      List<Hit> hits = to.search(request);
      hits.forEach(hit -> there.add(hit.id()));
      double least = hits.isEmpty() ? -1 : hits.getLast().score() - 1e-5;
      for (Hit hit : from.search(request)) {
        expected++;
        // Of results that score alike at the end of the list either may be in it.
        found += there.contains(hit.id()) || hit.score() <= least + 2e-5 ? 1 : 0;
      }
    }
    return expected == 0 ? 1 : (double) found / expected;
  }

  private List<float[]> queries() {
    List<IndexedVideo> videos = from.videos(io.reelspace.index.filter.Filter.all());
    Random random = new Random(7);
    List<float[]> queries = new ArrayList<>();
    for (int i = 0; i < 5 * QUERIES && queries.size() < QUERIES && !videos.isEmpty(); i++) {
      List<IndexedSegment> segments = from.segments(videos.get(random.nextInt(videos.size())).id());
      if (!segments.isEmpty()) {
        queries.add(segments.get(random.nextInt(segments.size())).embedding());
      }
    }
    return queries;
  }
}
