package io.reelspace.evaluate.report;

import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.PairedComparison;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.RetrievalEvaluation.Direction;
import io.reelspace.evaluate.RetrievalEvaluation.Measured;
import io.reelspace.evaluate.RetrievalEvaluation.Value;
import java.util.ArrayList;
import java.util.List;

/** The numbers of a report: both directions with all ways of scoring, and the comparison. */
final class SummaryTables {

  private SummaryTables() {}

  static void write(EvaluationReport report, Html html) {
    html.raw("<h2>All numbers</h2><div class=\"pair numbers\">");
    direction("text to video", report.space().retrieval().textToVideo(), html);
    direction("video to text", report.space().retrieval().videoToText(), html);
    html.raw("</div><p class=\"note\">Shares in percent, ranks from 1 (MdR median, MnR mean; lower")
        .raw(" is better). Dual softmax and QB-Norm use other queries at the same time, which a")
        .raw(
            " single search cannot: they are shown beside the raw numbers, not in their place.</p>");
    report.other().ifPresent(other -> comparison(report.space().name(), other, html));
  }

  private static void direction(String title, Direction direction, Html html) {
    List<Measured> columns = new ArrayList<>();
    columns.add(direction.raw());
    columns.addAll(direction.adjusted());
    html.format("<div class=\"scroll\"><table><caption>%s</caption><thead><tr><th></th>", title);
    columns.forEach(column ->
        html.format("<th title=\"%s\">%s</th>", column.scoring(), shortened(column.scoring())));
    html.raw("</tr></thead><tbody>");
    for (Value value : direction.raw().metrics()) {
      RankingMetric metric = value.metric();
      html.format("<tr><th>%s</th>", metric.name());
      for (Measured column : columns) {
        cell(metric, column.value(metric.name()), html);
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  /** Without what follows the name: the table has little room. */
  private static String shortened(String scoring) {
    int comma = scoring.indexOf(',');
    return comma < 0 ? scoring : scoring.substring(0, comma);
  }

  private static void cell(RankingMetric metric, Estimate estimate, Html html) {
    double scale = scale(metric);
    html.format(
        "<td><b>%.1f</b> <small>%.1f – %.1f</small></td>",
        scale * estimate.value(), scale * estimate.low(), scale * estimate.high());
  }

  private static double scale(RankingMetric metric) {
    return metric.higherIsBetter() ? 100 : 1;
  }

  private static void comparison(String name, EvaluationReport.Other other, Html html) {
    html.format("<h2>%s minus %s</h2><div class=\"pair\">", name, other.space().name());
    differences("text to video", other.textToVideo(), html);
    differences("video to text", other.videoToText(), html);
    html.raw("</div><p class=\"note\">Paired over the same queries: the interval by the bootstrap,")
        .raw(" p by a permutation test. Differences with p of .05 and more may be chance.</p>");
  }

  private static void differences(String title, List<PairedComparison> comparisons, Html html) {
    html.format("<div class=\"scroll\"><table><caption>%s</caption><thead><tr>", title)
        .raw("<th></th><th>difference</th><th>p</th></tr></thead><tbody>");
    for (PairedComparison each : comparisons) {
      double scale = scale(each.metric());
      Estimate difference = each.difference();
      html.format("<tr><th>%s</th>", each.metric().name())
          .raw(each.significant() ? "<td>" : "<td class=\"chance\">")
          .format(
              "<b>%+.1f</b> <small>%.1f – %.1f</small></td><td>%.4f</td></tr>",
              scale * difference.value(),
              scale * difference.low(),
              scale * difference.high(),
              each.pValue());
    }
    html.raw("</tbody></table></div>");
  }
}
