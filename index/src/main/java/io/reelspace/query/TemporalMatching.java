package io.reelspace.query;

import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins candidates of several steps into chains: in one video, each step beginning when the one
 * before it has ended, or at most a given time later. The score of a chain is the mean over its
 * steps.
 *
 * <p>For each candidate the best chain that begins with it is found, from the last step back. The
 * window in which a step may begin only moves forward when the candidates before it are taken in
 * the order of their ends, so a queue that falls in score holds the best of it: all chains of a
 * video take as long as sorting its candidates. Of chains that overlap in time only the best is
 * given.
 */
record TemporalMatching(double within, SearchLimits limits) {

  /** Times of neighbours are the same number; a sum with {@code within} may be off by rounding. */
  private static final double ROUNDING = 1e-6;

  private static final Comparator<Match> BEST_FIRST =
      Comparator.<Match>comparingDouble(match -> match.moment().score())
          .reversed()
          .thenComparing(match -> match.moment().video())
          .thenComparingDouble(match -> match.moment().start());

  /** The best way on from a candidate: the sum of the scores, and the candidates that follow. */
  private record Chain(Hit first, double sum, Optional<Chain> rest) {}

  /**
   * The best chains.
   *
   * @param steps candidates of each step: moments, in any order
   */
  List<Match> join(List<List<Hit>> steps) {
    List<Map<String, List<Hit>>> byVideo = steps.stream().map(TemporalMatching::byVideo).toList();
    List<Match> matches = new ArrayList<>();
    for (String video : byVideo.getFirst().keySet()) {
      List<List<Hit>> candidates =
          byVideo.stream().map(step -> step.getOrDefault(video, List.of())).toList();
      if (candidates.stream().noneMatch(List::isEmpty)) {
        matches.addAll(inVideo(candidates));
      }
    }
    return matches.stream()
        .filter(match -> match.moment().score() >= limits.minScore().orElse(0))
        .sorted(BEST_FIRST)
        .limit(limits.top())
        .toList();
  }

  private static Map<String, List<Hit>> byVideo(List<Hit> hits) {
    Map<String, List<Hit>> byVideo = new HashMap<>();
    hits.forEach(hit -> byVideo.computeIfAbsent(hit.video(), _ -> new ArrayList<>()).add(hit));
    return byVideo;
  }

  private List<Match> inVideo(List<List<Hit>> steps) {
    List<Chain> chains =
        steps.getLast().stream().map(hit -> new Chain(hit, hit.score(), Optional.empty())).toList();
    for (List<Hit> step : steps.reversed().subList(1, steps.size())) {
      chains = before(step, chains);
    }
    List<Match> apart = new ArrayList<>();
    for (Match match :
        chains.stream().map(chain -> match(chain, steps.size())).sorted(BEST_FIRST).toList()) {
      if (apart.stream().noneMatch(better -> overlap(better.moment(), match.moment()))) {
        apart.add(match);
      }
      if (apart.size() == (limits.by() == Grouping.VIDEO ? 1 : limits.top())) {
        break;
      }
    }
    return apart;
  }

  private List<Chain> before(List<Hit> step, List<Chain> following) {
    List<Hit> first = step.stream().sorted(Comparator.comparingDouble(Hit::end)).toList();
    List<Chain> next =
        following.stream()
            .sorted(Comparator.comparingDouble(chain -> chain.first().start()))
            .toList();
    List<Chain> chains = new ArrayList<>();
    Deque<Chain> window = new ArrayDeque<>(); // begins rise, sums fall
    int entered = 0;
    for (Hit hit : first) {
      double latest = hit.end() + within + ROUNDING;
      while (entered < next.size() && next.get(entered).first().start() <= latest) {
        Chain entering = next.get(entered++);
        while (!window.isEmpty() && window.getLast().sum() < entering.sum()) {
          window.removeLast();
        }
        window.addLast(entering);
      }
      while (!window.isEmpty() && window.getFirst().first().start() < hit.end() - ROUNDING) {
        window.removeFirst();
      }
      if (!window.isEmpty()) {
        Chain best = window.getFirst();
        chains.add(new Chain(hit, hit.score() + best.sum(), Optional.of(best)));
      }
    }
    return chains;
  }

  private Match match(Chain chain, int steps) {
    List<Hit> hits = new ArrayList<>();
    for (Optional<Chain> next = Optional.of(chain); next.isPresent(); next = next.get().rest()) {
      hits.add(next.get().first());
    }
    Hit first = hits.getFirst();
    String id =
        limits.by() == Grouping.VIDEO ? Identifiers.video(Path.of(first.video())) : first.id();
    double score = chain.sum() / steps;
    return new Match(new Hit(id, first.video(), first.start(), hits.getLast().end(), score), hits);
  }

  private static boolean overlap(Hit one, Hit other) {
    return one.start() < other.end() && other.start() < one.end();
  }
}
