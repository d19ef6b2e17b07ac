package io.reelspace.benchmarks.search;

import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.VideoIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.util.VectorUtil;

/** Results of searches in an index that changed meanwhile, beside what was there. */
final class ChangedResults {

  private static final int TOP = 10;
  private static final double ROUNDING = 1e-4;

  /**
   * A search and its results.
   *
   * @param firstCommit number of commits that it must have seen
   * @param lastCommit number of commits that it can have seen
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Search(float[] vector, List<Hit> hits, int firstCommit, int lastCommit) {}

  private final Changes changes;

  ChangedResults(Changes changes) {
    this.changes = changes;
  }

  /**
   * Compares each search with all segments of every commit that it can have seen; the one that fits
   * is the one that it saw.
   */
  String compare(List<Search> searches) {
    double[] recall = new double[searches.size()];
    Arrays.fill(recall, -1); // of no commit
    Map<String, Corpus.Video> videos = changes.first();
    for (int commit = 0; commit <= changes.commits(); commit++) {
      if (commit > 0) {
        changes.apply(commit - 1, videos);
      }
      int now = commit;
      List<Integer> candidates = new ArrayList<>();
      for (int i = 0; i < searches.size(); i++) {
        if (searches.get(i).firstCommit <= now
            && now <= searches.get(i).lastCommit
            && isThere(searches.get(i), videos)) {
          candidates.add(i);
        }
      }
      candidates.parallelStream()
          .forEach(i -> recall[i] = Math.max(recall[i], recall(searches.get(i), videos)));
    }
    long doubled =
        searches.stream()
            .filter(s -> s.hits.stream().map(Hit::id).distinct().count() < s.hits.size())
            .count();
    return String.format(
        Locale.ROOT,
        "%d searches compared: recall@10 %.4f, the worst %.1f; %d with a result twice, %d with"
            + " fewer than ten, %d of no commit",
        searches.size(),
        Arrays.stream(recall).filter(r -> r >= 0).average().orElse(0),
        Arrays.stream(recall).filter(r -> r >= 0).min().orElse(0),
        doubled,
        searches.stream().filter(s -> s.hits.size() < TOP).count(),
        Arrays.stream(recall).filter(r -> r < 0).count());
  }

  private static boolean isThere(Search search, Map<String, Corpus.Video> videos) {
    return search.hits.stream()
        .allMatch(hit -> {
          Corpus.Video video = videos.get(hit.video());
          return video != null
              && video.segments().stream()
                  .anyMatch(segment ->
                      segment.start() == hit.start()
                          && Math.abs(score(search.vector, segment) - hit.score()) < ROUNDING);
        });
  }

  private static double recall(Search search, Map<String, Corpus.Video> videos) {
    double[] scores =
        videos.values().stream()
            .flatMap(video -> video.segments().stream())
            .mapToDouble(segment -> score(search.vector, segment))
            .toArray();
    Arrays.sort(scores);
    double tenth = scores[scores.length - TOP];
    return search.hits.stream().filter(hit -> hit.score() >= tenth - ROUNDING / 100).count()
        / (double) TOP;
  }

  private static float score(float[] vector, IndexedSegment segment) {
    return VectorUtil.dotProduct(vector, segment.embedding());
  }

  /** Asks for what each change brought and took, by its own vector. */
  String found(VideoIndex index) {
    int came = 0;
    int lost = 0;
    int twice = 0;
    int gone = 0;
    int still = 0;
    for (Changes.Change change : changes.all()) {
      if (change.after().isPresent()) {
        came++;
        IndexedSegment segment = change.after().get().segments().getFirst();
        long times =
            search(index, segment.embedding()).stream()
                .filter(hit -> hit.video().equals(change.path()) && hit.start() == segment.start())
                .count();
        lost += times == 0 ? 1 : 0;
        twice += times > 1 ? 1 : 0;
      }
      if (change.before().isPresent()) {
        gone++;
        float[] before = change.before().get().segments().getFirst().embedding();
        still +=
            search(index, before).stream()
                    .anyMatch(
                        hit -> hit.video().equals(change.path()) && hit.score() > 1 - ROUNDING)
                ? 1
                : 0;
      }
    }
    return "afterwards: of %d videos that came %d not found and %d found twice; of %d that went %d found"
        .formatted(came, lost, twice, gone, still);
  }

  private static List<Hit> search(VideoIndex index, float[] vector) {
    return index.search(new SearchRequest(vector, TOP, Grouping.MOMENT, -1));
  }
}
