package io.reelspace.evaluate.report;

import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Similarity;
import io.reelspace.evaluate.TopCandidates;
import io.reelspace.evaluate.TopCandidates.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Texts that find their video by the widest margin, and texts that find it last.
 *
 * @param best right first, those first that leave the best wrong one furthest behind
 * @param worst those whose best right one ranks lowest; no video twice
 */
public record QueryExamples(List<Example> best, List<Example> worst) {

  private static final int EACH = 6;
  private static final int SHOWN = 4;

  /** Queries among which the widest margins are looked for. */
  private static final int MOST_LOOKED_AT = 5000;

  /**
   * A text and what it found.
   *
   * @param text number of the text
   * @param right number of its first right medium
   * @param rank at which the best right one was found, from 1
   * @param found the best candidates
   */
  public record Example(int text, int right, int rank, List<Scored> found) {}

  /** Keeps its own copies. */
  public QueryExamples {
    best = List.copyOf(best);
    worst = List.copyOf(worst);
  }

  static QueryExamples of(EvaluationReport report) {
    EvaluationReport.Items items = report.items();
    Ranks ranks = report.space().retrieval().textToVideo().raw().ranks();
    Similarity scores = Similarity.dot(items.textEmbeddings(), items.mediaEmbeddings());
    List<Integer> worst =
        IntStream.range(0, ranks.queries())
            .boxed()
            .filter(query -> ranks.best(query) > 1)
            .sorted(Comparator.comparingInt(query -> -ranks.best(query)))
            .toList();
    return new QueryExamples(
        first(byMargin(scores, ranks, items), scores, ranks, items),
        first(worst, scores, ranks, items));
  }

  private static List<Integer> byMargin(
      Similarity scores, Ranks ranks, EvaluationReport.Items items) {
    List<Integer> right =
        IntStream.range(0, ranks.queries()).filter(q -> ranks.best(q) == 1).boxed().toList();
    int step = Math.max(1, right.size() / MOST_LOOKED_AT);
    Map<Integer, Double> margins = new java.util.HashMap<>();
    for (int i = 0; i < right.size(); i += step) {
      margins.put(right.get(i), margin(scores, right.get(i), items));
    }
    return margins.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How far the best right candidate is ahead of the best wrong one. */
  private static double margin(Similarity scores, int query, EvaluationReport.Items items) {
    Set<Integer> right = right(items, query);
    List<Scored> top = TopCandidates.of(scores, query, right.size() + 1);
    double wrong =
        top.stream()
            .filter(each -> !right.contains(each.candidate()))
            .mapToDouble(Scored::score)
            .findFirst()
            .orElse(-1);
    return top.getFirst().score() - wrong;
  }

  private static Set<Integer> right(EvaluationReport.Items items, int query) {
    Set<Integer> right = new HashSet<>();
    for (int medium : items.mediaOfTexts().of(query)) {
      right.add(medium);
    }
    return right;
  }

  private static List<Example> first(
      List<Integer> queries, Similarity scores, Ranks ranks, EvaluationReport.Items items) {
    List<Example> examples = new ArrayList<>();
    Set<Integer> shown = new HashSet<>();
    for (int query : queries) {
      int right = items.mediaOfTexts().of(query)[0];
      if (examples.size() < EACH && shown.add(right)) {
        examples.add(
            new Example(query, right, ranks.best(query), TopCandidates.of(scores, query, SHOWN)));
      }
    }
    return examples;
  }

  Set<Integer> pictured() {
    Set<Integer> media = new TreeSet<>();
    for (List<Example> examples : List.of(best, worst)) {
      for (Example example : examples) {
        media.add(example.right());
        example.found().forEach(each -> media.add(each.candidate()));
      }
    }
    return media;
  }
}
