package io.reelspace.evaluate.report;

import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.RetrievalEvaluation.Direction;
import io.reelspace.evaluate.RetrievalEvaluation.Measured;
import io.reelspace.evaluate.TopCandidates.Scored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the parts of a report together. */
final class ReportPage {

  /** The look of the line of another space. */
  private static final int OTHER = 3;

  private static final List<String> HEADLINE = List.of("R@1", "R@5", "R@10", "MRR");

  private final EvaluationReport.Page page;
  private final EvaluationReport report;
  private final Map<Integer, byte[]> pictures;
  private final Html html = new Html();

  private ReportPage(EvaluationReport.Page page, Map<Integer, byte[]> pictures) {
    this.page = page;
    this.report = page.report();
    this.pictures = pictures;
  }

  static String html(EvaluationReport.Page page, Map<Integer, byte[]> pictures) {
    return new ReportPage(page, pictures).build();
  }

  private String build() {
    head();
    html.raw("<main>");
    headline();
    SummaryTables.write(report, html);
    curves();
    map();
    examples(
        "Best queries",
        "The right one comes first, by the widest margin over the best wrong one.",
        page.examples().best());
    examples(
        "Worst queries",
        "The right one ranks lowest. Often the caption is vague, or names what the picture hardly"
            + " shows.",
        page.examples().worst());
    DiagnosticsList.write(report, html);
    measured();
    html.raw("</main></body></html>\n");
    return html.toString();
  }

  private void head() {
    open(html, "Evaluation", report.space().name(), report.dataset());
    html.format(
        "<p class=\"facts\">%,d texts · %,d media · %d dimensions · <code>%s</code></p></header>",
        report.items().texts().size(),
        report.items().media().size(),
        report.space().dimension(),
        report.space().fingerprint().substring(0, 16));
  }

  /** Everything up to the title, in an open {@code header}. */
  static void open(Html html, String kind, String space, String dataset) {
    html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .format("<title>%s on %s</title><style>", space, dataset)
        .raw(style())
        .raw("</style></head><body><header>")
        .format("<p class=\"kind\">%s</p><h1>%s <span>on %s</span></h1>", kind, space, dataset);
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The four numbers that people look for first. */
  private void headline() {
    html.raw("<section class=\"headline\" aria-label=\"text to video\">");
    Measured raw = report.space().retrieval().textToVideo().raw();
    for (String metric : HEADLINE) {
      Estimate estimate = raw.value(metric);
      html.format(
          "<div><b>%.1f</b><span>%s</span><small>%.1f – %.1f</small></div>",
          100 * estimate.value(), metric, 100 * estimate.low(), 100 * estimate.high());
    }
    html.raw("</section><p class=\"note\">Text to video, in percent, by plain similarity; below")
        .raw(" each its 95 % bootstrap interval over the videos.</p>");
  }

  private void curves() {
    html.raw("<h2>Recall over k</h2><div class=\"pair\">");
    figure(
        "text to video",
        report.space().retrieval().textToVideo(),
        report.other().map(other -> other.space().retrieval().textToVideo().raw()));
    figure(
        "video to text",
        report.space().retrieval().videoToText(),
        report.other().map(other -> other.space().retrieval().videoToText().raw()));
    html.raw("</div>");
  }

  private void figure(String title, Direction direction, java.util.Optional<Measured> other) {
    List<RecallCurves.Line> lines = new ArrayList<>();
    lines.add(RecallCurves.Line.of(direction.raw(), 0));
    for (Measured adjusted : direction.adjusted()) {
      lines.add(RecallCurves.Line.of(adjusted, Math.min(lines.size(), OTHER - 1)));
    }
    other.ifPresent(raw ->
        lines.add(
            new RecallCurves.Line(
                report.other().orElseThrow().space().name(), raw.ranks(), OTHER)));
    html.format("<figure><figcaption>%s<span class=\"legend\">", title);
    for (RecallCurves.Line line : lines) {
      html.format("<i class=\"key-%d\">%s</i>", line.look(), line.name());
    }
    html.raw("</span></figcaption>").raw(RecallCurves.svg(title, lines)).raw("</figure>");
  }

  private void map() {
    SpaceMap map = page.map();
    html.raw("<h2>Map of the space</h2><figure><figcaption>")
        .format(
            "%d media and the mean of each one's texts along the first two principal components",
            map.pairs().size());
    if (map.shares().size() > 1) {
      html.format(
          " (%.0f and %.0f %% of the variance)",
          100 * map.shares().get(0), 100 * map.shares().get(1));
    }
    html.raw("<span class=\"legend\"><i class=\"key-video\">media</i>")
        .raw("<i class=\"key-text\">texts</i></span></figcaption>")
        .raw(map.svg(report.items(), pictures))
        .raw("</figure>");
  }

  private void examples(String title, String note, List<QueryExamples.Example> examples) {
    if (examples.isEmpty()) {
      return;
    }
    html.format("<h2>%s</h2><p class=\"note\">%s</p><ol class=\"queries\">", title, note);
    for (QueryExamples.Example example : examples) {
      html.format("<li><p>%s</p><div class=\"found\">", report.items().texts().get(example.text()));
      if (example.rank() > example.found().size()) {
        picture(example.right(), "right, found at " + example.rank(), true);
        html.raw("<span class=\"arrow\" aria-hidden=\"true\"></span>");
      }
      for (Scored found : example.found()) {
        picture(
            found.candidate(),
            String.format(java.util.Locale.ROOT, "%.3f", found.score()),
            right(example.text(), found.candidate()));
      }
      html.raw("</div></li>");
    }
    html.raw("</ol>");
  }

  private boolean right(int text, int medium) {
    for (int right : report.items().mediaOfTexts().of(text)) {
      if (right == medium) {
        return true;
      }
    }
    return false;
  }

  private void picture(int medium, String caption, boolean right) {
    String name = report.items().media().get(medium);
    html.format("<figure class=\"%s\">", right ? "right" : "wrong");
    byte[] picture = pictures.get(medium);
    if (picture == null) {
      html.format("<span class=\"absent\">%s</span>", name);
    } else {
      html.raw("<img loading=\"lazy\" src=\"" + Html.uri(picture) + "\"")
          .format(" alt=\"%s\" title=\"%s\">", name, name);
    }
    html.format("<figcaption>%s</figcaption></figure>", caption);
  }

  private void measured() {
    html.raw("<h2>How it was measured</h2><ul class=\"notes\">");
    report.notes().forEach(note -> html.format("<li>%s</li>", note));
    html.raw("</ul>");
    if (!report.absent().isEmpty()) {
      html.format("<details><summary>%d left out</summary><ul>", report.absent().size());
      report.absent().forEach(line -> html.format("<li>%s</li>", line));
      html.raw("</ul></details>");
    }
  }
}
