package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chains of steps; the oracle tries all combinations of candidates. */
class TemporalMatchingTest {

  private final Random random = new Random();

  @Test
  void findsWhatAllCombinationsFind() {
    long seed = random.nextLong();
    System.out.println("seed " + seed);
    random.setSeed(seed);
    for (int round = 0; round < 300; round++) {
      int count = random.nextInt(2, 4);
      List<List<Hit>> steps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        steps.add(candidates(random.nextInt(25)));
      }
      double within = random.nextInt(20);
      for (Grouping by : Grouping.values()) {
        SearchLimits limits =
            new SearchLimits(random.nextInt(1, 12), by, random.nextBoolean() ? -1 : 0.4);
        assertEquals(
            described(allCombinations(steps, within, limits)),
            described(new TemporalMatching(within, limits).join(steps)),
            "seed " + seed + ", round " + round);
      }
    }
  }

  @Test
  void aStepBeginsWhereTheOneBeforeEndsAtTheEarliest() {
    List<List<Hit>> steps =
        List.of(
            List.of(hit("v", 10, 20, 0.6)), List.of(hit("v", 0, 10, 0.9), hit("v", 20, 30, 0.4)));
    List<Match> matches = new TemporalMatching(0, SearchLimits.DEFAULT).join(steps);
    assertEquals(1, matches.size());
    assertEquals(10, matches.getFirst().moment().start());
    assertEquals(30, matches.getFirst().moment().end());
    assertEquals(0.5, matches.getFirst().moment().score(), 1e-12);
    assertEquals(List.of(10.0, 20.0), matches.getFirst().steps().stream().map(Hit::start).toList());
  }

  @Test
  void stepsOfDifferentVideosAreNoMatch() {
    List<List<Hit>> steps = List.of(List.of(hit("v", 0, 5, 1)), List.of(hit("w", 5, 9, 1)));
    assertEquals(List.of(), new TemporalMatching(30, SearchLimits.DEFAULT).join(steps));
  }

  /** Segments of some videos, which follow one another or overlap, with scores of few values. */
  private List<Hit> candidates(int count) {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String video = "v" + random.nextInt(3);
      double start = random.nextInt(40);
      double end = start + random.nextInt(1, 9);
      // Distinct scores, so that only one chain is best.
      hits.add(hit(video, start, end, random.nextDouble()));
    }
    return hits;
  }

  private static Hit hit(String video, double start, double end, double score) {
    return new Hit(video + "@" + start + "+" + score, video, start, end, score);
  }

  private static List<Match> allCombinations(
      List<List<Hit>> steps, double within, SearchLimits limits) {
    List<List<Hit>> chains = new ArrayList<>();
    steps.getFirst().forEach(hit -> chains.add(List.of(hit)));
    for (List<Hit> step : steps.subList(1, steps.size())) {
      List<List<Hit>> longer = new ArrayList<>();
      for (List<Hit> chain : chains) {
        for (Hit next : step) {
          Hit last = chain.getLast();
          if (next.video().equals(last.video())
              && next.start() >= last.end()
              && next.start() <= last.end() + within) {
            List<Hit> grown = new ArrayList<>(chain);
            grown.add(next);
            longer.add(grown);
          }
        }
      }
      chains.clear();
      chains.addAll(longer);
    }
    List<Match> all = new ArrayList<>();
    for (List<Hit> chain : chains) {
      Hit first = chain.getFirst();
      double score = chain.stream().mapToDouble(Hit::score).average().orElseThrow();
      String id =
          limits.by() == Grouping.VIDEO ? Identifiers.video(Path.of(first.video())) : first.id();
      all.add(
          new Match(
              new Hit(id, first.video(), first.start(), chain.getLast().end(), score), chain));
    }
    all.sort(Comparator.comparingDouble((Match match) -> match.moment().score()).reversed());
    Set<Hit> begun = new HashSet<>(); // of each first candidate the best chain counts
    all.removeIf(match -> !begun.add(match.steps().getFirst()));
    List<Match> chosen = new ArrayList<>();
    for (Match match : all) {
      boolean taken =
          chosen.stream()
              .map(Match::moment)
              .anyMatch(better ->
                  better.video().equals(match.moment().video())
                      && (limits.by() == Grouping.VIDEO
                          || (better.start() < match.moment().end()
                              && match.moment().start() < better.end())));
      if (!taken && match.moment().score() >= limits.minScore().orElseThrow()) {
        chosen.add(match);
      }
    }
    return chosen.subList(0, Math.min(limits.top(), chosen.size()));
  }

  private static List<String> described(List<Match> matches) {
    return matches.stream()
        .map(match ->
            "%s %.9f %s"
                .formatted(
                    match.moment().id(),
                    match.moment().score(),
                    match.steps().stream().map(Hit::id).toList()))
        .toList();
  }
}
