package io.reelspace.cli;

import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.PairedComparison;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.RetrievalEvaluation.Direction;
import io.reelspace.evaluate.RetrievalEvaluation.Measured;
import io.reelspace.evaluate.RetrievalEvaluation.Value;
import io.reelspace.evaluate.SpaceDiagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what was measured as tables for people. */
final class EvaluationTable {

  private static final int NAME = 9;
  private static final int COLUMN = 26;
  private static final int FINGERPRINT = 16;

  private static final Map<String, String> METRICS_OF_CLASSES =
      Map.of("R@1", "first", "R@5", "among five", "R@10", "among ten", "MdR", "median rank");

  private final Output out;

  EvaluationTable(Output out) {
    this.out = out;
  }

  /** Everything about a data set of captions. */
  void print(EvaluationResult result) {
    for (Evaluation evaluation : result.evaluations()) {
      out.line(
          "%s (%d dimensions, %s) on %s: %d texts, %d media"
              .formatted(
                  evaluation.space(),
                  evaluation.dimension(),
                  evaluation.fingerprint().substring(0, FINGERPRINT),
                  result.dataset(),
                  evaluation.embedded().texts().length,
                  evaluation.embedded().media().length));
      direction("text to video", evaluation.retrieval().textToVideo());
      direction("video to text", evaluation.retrieval().videoToText());
      out.line("(the bank of QB-Norm: " + evaluation.bank().origin() + ")");
      diagnostics(evaluation.diagnostics());
      out.line("");
    }
    if (result.evaluations().size() > 1) {
      String difference =
          result.evaluations().get(0).space() + " minus " + result.evaluations().get(1).space();
      comparison(difference + ", text to video", result.comparisons().textToVideo());
      comparison(difference + ", video to text", result.comparisons().videoToText());
    }
    incomplete(result.skipped().size(), result.missing().size());
  }

  /** Everything about a data set of labels. */
  void print(ClassNaming.Result result) {
    out.line(
        "%s (%s) on %s: %d media, the right one of %d class names"
            .formatted(
                result.space(),
                result.fingerprint().substring(0, FINGERPRINT),
                result.dataset(),
                result.media(),
                result.classes()));
    result
        .metrics()
        .forEach((metric, estimate) ->
            out.line(
                pad(METRICS_OF_CLASSES.getOrDefault(metric.name(), metric.name()), 14)
                    + estimate(metric, estimate)));
    incomplete(result.skipped().size(), result.missing().size());
  }

  private void incomplete(int skipped, int missing) {
    if (skipped > 0) {
      out.line(skipped + " files could not be decoded and are left out.");
    }
    if (missing > 0) {
      out.line(missing + " examples have no file and are left out.");
    }
  }

  /** A direction: a row for each metric, a column for each way of scoring. */
  void direction(String title, Direction direction) {
    List<Measured> columns = new ArrayList<>();
    columns.add(direction.raw());
    columns.addAll(direction.adjusted());
    StringBuilder head = new StringBuilder(title).append('\n').append(" ".repeat(NAME));
    columns.forEach(column -> head.append(pad(column.scoring(), COLUMN)));
    out.line("");
    out.line(head.toString().stripTrailing());
    for (Value value : direction.raw().metrics()) {
      StringBuilder line = new StringBuilder(pad(value.metric().name(), NAME));
      for (Measured column : columns) {
        Estimate estimate = column.value(value.metric().name());
        line.append(pad(estimate(value.metric(), estimate), COLUMN));
      }
      out.line(line.toString().stripTrailing());
    }
    int ties = direction.raw().ranks().queriesWithTies();
    if (ties > 0) {
      out.line(
          "(in " + ties + " queries the right one ties with a wrong one, counted as not found)");
    }
  }

  /** The geometry of the space. */
  void diagnostics(SpaceDiagnostics d) {
    out.line("");
    out.line("the space");
    diagnostic("alignment", d.alignment(), "mean squared distance of right pairs, lower is closer");
    diagnostic("uniformity of texts", d.textUniformity(), "lower is more evenly spread");
    diagnostic("uniformity of videos", d.videoUniformity(), "lower is more evenly spread");
    diagnostic("modality gap", d.modalityGap(), "distance of the two centroids, 0 to 2");
    diagnostic("hubness of videos", d.videoHubness(), "skewness of 10-occurrence, 0 has no hubs");
    diagnostic("hubness of texts", d.textHubness(), "skewness of 10-occurrence, 0 has no hubs");
    diagnostic("never among the ten", d.neverRetrieved(), "share of videos that no text finds");
    diagnostic("effective rank, texts", d.textEffectiveRank(), "dimensions that texts make use of");
    diagnostic("effective rank, videos", d.videoEffectiveRank(), "dimensions that videos use");
  }

  private void diagnostic(String name, double value, String meaning) {
    out.line(
        String.format(Locale.ROOT, "%s%9.3f  %s", pad(name, 24), value, meaning).stripTrailing());
  }

  /** Differences between two spaces. */
  void comparison(String title, List<PairedComparison> comparisons) {
    out.line("");
    out.line(title);
    for (PairedComparison each : comparisons) {
      out.line(
          pad(each.metric().name(), NAME)
              + pad(signed(each.metric(), each.difference()), COLUMN)
              + String.format(Locale.ROOT, "p = %.4f", each.pValue())
              + (each.significant() ? "" : "  not significant"));
    }
  }

  /** A value and its interval, shares as percentages: {@code 25.4 [23.0, 27.9]}. */
  static String estimate(RankingMetric metric, Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%6s [%s, %s]",
        number(metric, estimate.value()),
        number(metric, estimate.low()),
        number(metric, estimate.high()));
  }

  private static String signed(RankingMetric metric, Estimate estimate) {
    String sign = estimate.value() > 0 ? "+" : "";
    return String.format(
        Locale.ROOT,
        "%6s [%s, %s]",
        sign + number(metric, estimate.value()),
        number(metric, estimate.low()),
        number(metric, estimate.high()));
  }

  private static String number(RankingMetric metric, double value) {
    return String.format(Locale.ROOT, "%.1f", metric.higherIsBetter() ? 100 * value : value);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
