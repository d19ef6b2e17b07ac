package io.reelspace.index;

import io.reelspace.error.StorageException;
import io.reelspace.index.filter.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Whether an index holds all that another one does: by counts, by some videos in full, and by what
 * searches find. A search that is approximate misses some; so what one index finds and the other
 * does not is looked at in full, too, and only then is it a difference.
 */
final class Comparison {

  private static final int SAMPLES = 20;
  private static final int TOP = 10;

  /** Less than an approximate search finds whatever it goes through. */
  private static final double LEAST_AGREEMENT = 0.8;

  private final VideoIndex source;
  private final VideoIndex target;
  private final Set<String> compared = new HashSet<>();

  private Comparison(VideoIndex source, VideoIndex target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Compares.
   *
   * @param videos of the source
   * @return share of the results of searches that both find
   * @throws StorageException when they differ
   */
  static double of(VideoIndex source, VideoIndex target, long videos) {
    Comparison comparison = new Comparison(source, target);
    boolean isAlone = comparison.requireCounts(videos);
    List<float[]> queries = comparison.samples();
    return isAlone ? comparison.agreement(queries) : 1; // among others other results are right
  }

  private boolean requireCounts(long videos) {
    IndexStats of = source.stats();
    IndexStats became = target.stats();
    boolean isAlone = became.videos() == videos;
    boolean isWhole =
        of.segments() == became.segments()
            && of.windows() == became.windows()
            && of.lines() == became.lines();
    if (of.videos() != videos || became.videos() < videos || (isAlone && !isWhole)) {
      throw new StorageException(
          ("after the migration the indexes differ: %d videos, %d segments, %d windows and %d lines"
                  + " became %d, %d, %d and %d; does somebody write to one of them? Run it again")
              .formatted(
                  of.videos(),
                  of.segments(),
                  of.windows(),
                  of.lines(),
                  became.videos(),
                  became.segments(),
                  became.windows(),
                  became.lines()));
    }
    return isAlone;
  }

  /** Embeddings of the source as queries, of videos that are compared. */
  private List<float[]> samples() {
    List<IndexedVideo> videos = source.videos(Filter.all());
    Random random = new Random(7);
    List<float[]> queries = new ArrayList<>();
    for (int i = 0; i < 5 * SAMPLES && queries.size() < SAMPLES && !videos.isEmpty(); i++) {
      String id = videos.get(random.nextInt(videos.size())).id();
      requireSame(id);
      List<IndexedSegment> segments = source.segments(id);
      if (!segments.isEmpty()) {
        queries.add(segments.get(random.nextInt(segments.size())).embedding());
      }
    }
    return queries;
  }

  private double agreement(List<float[]> queries) {
    int expected = 0;
    int found = 0;
    for (float[] query : queries) {
      SearchRequest request = new SearchRequest(query, TOP, Grouping.VIDEO, -1);
      Set<String> there = new HashSet<>();
      target.search(request).forEach(hit -> there.add(hit.id()));
      for (Hit hit : source.search(request)) {
        expected++;
        if (there.contains(hit.id())) {
          found++;
        } else {
          requireSame(hit.id());
        }
      }
    }
    double agreement = expected == 0 ? 1 : (double) found / expected;
    if (agreement < LEAST_AGREEMENT) {
      throw new StorageException(
          ("after the migration the indexes hold the same, but searches of the new one find only"
                  + " %.0f %% of what those of the old one do; is it still being put in order? Run"
                  + " it again")
              .formatted(100 * agreement));
    }
    return agreement;
  }

  private void requireSame(String videoId) {
    if (compared.add(videoId)
        && !(all(source.segments(videoId), target.segments(videoId), Comparison::same)
            && all(source.windows(videoId), target.windows(videoId), Comparison::same)
            && source.lines(videoId).equals(target.lines(videoId)))) {
      String path = source.video(videoId).map(IndexedVideo::path).orElse(videoId);
      throw new StorageException(
          "after the migration %s is not the same in both indexes; does somebody write to one of"
                  .formatted(path)
              + " them? Run it again, and delete the new index where that changes nothing");
    }
  }

  private static boolean same(IndexedSegment one, IndexedSegment other) {
    return one.start() == other.start()
        && one.end() == other.end()
        && Arrays.equals(one.embedding(), other.embedding())
        && all(one.frames(), other.frames(), Comparison::same);
  }

  private static boolean same(IndexedFrame one, IndexedFrame other) {
    return one.time() == other.time() && Arrays.equals(one.embedding(), other.embedding());
  }

  private static boolean same(IndexedWindow one, IndexedWindow other) {
    return one.modality() == other.modality()
        && one.start() == other.start()
        && one.end() == other.end()
        && Arrays.equals(one.embedding(), other.embedding());
  }

  private static <T> boolean all(List<T> some, List<T> others, BiPredicate<T, T> alike) {
    return some.size() == others.size()
        && IntStream.range(0, some.size()).allMatch(i -> alike.test(some.get(i), others.get(i)));
  }
}
