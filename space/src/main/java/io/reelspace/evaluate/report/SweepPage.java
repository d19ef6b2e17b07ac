package io.reelspace.evaluate.report;

import io.reelspace.optimise.Precision;
import io.reelspace.optimise.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What smaller forms of a space reach, as one HTML file: recall against bytes per vector.
 *
 * @param space name of the space
 * @param dataset what was measured on
 * @param sweep what was measured
 * @param loss the share of R@10 that may be lost
 * @param chosen the form that was picked
 * @param notes how it was measured, a sentence each
 */
public record SweepPage(
    String space,
    String dataset,
    Sweep sweep,
    double loss,
    Optional<Sweep.Option> chosen,
    List<String> notes) {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 400;
  private static final int LEFT = 44;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 40;

  /** Keeps its own copy. */
  public SweepPage {
    notes = List.copyOf(notes);
  }

  /** The page. */
  public String html() {
    Html html = new Html();
    ReportPage.open(html, "Optimisation", space, dataset);
    html.format(
        "<p class=\"facts\">%d dimensions in float32: R@10 %.1f, R@1 %.1f, %,d bytes per vector</p>"
            + "</header><main>",
        sweep.baseline().dimension(),
        100 * sweep.baseline().recallAt10(),
        100 * sweep.baseline().recallAt1(),
        sweep.baseline().bytes());
    html.raw("<h2>R@10, text to video, against bytes per vector</h2><figure><figcaption>")
        .format("<span>the line: what may be lost, %.1f %% of R@10</span>", 100 * loss)
        .raw("<span class=\"legend\">");
    List<Precision> precisions = precisions();
    for (int i = 0; i < precisions.size(); i++) {
      html.format("<i class=\"key-%d\">%s</i>", i, precisions.get(i).label());
    }
    html.raw("</span></figcaption>").raw(svg(precisions)).raw("</figure>");
    table(html);
    html.raw("<h2>How it was measured</h2><ul class=\"notes\">");
    notes.forEach(note -> html.format("<li>%s</li>", note));
    return html.raw("</ul></main></body></html>\n").toString();
  }

  private List<Precision> precisions() {
    return sweep.options().stream().map(Sweep.Option::precision).distinct().sorted().toList();
  }

  private String svg(List<Precision> precisions) {
    Html svg = new Html();
    svg.format(
        "<svg class=\"curves\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, "R@10 against bytes per vector");
    axes(svg);
    double least = y((1 - loss) * sweep.baseline().recallAt10());
    svg.format(
        "<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, least, least);
    for (int i = 0; i < precisions.size(); i++) {
      line(svg, precisions.get(i), i);
    }
    chosen.ifPresent(option ->
        svg.format(
            "<circle class=\"chosen\" cx=\"%.1f\" cy=\"%.1f\" r=\"8\"><title>chosen: %s</title></circle>",
            x(option.bytes()), y(option.recallAt10()), label(option)));
    return svg.raw("</svg>").toString();
  }

  private void line(Html svg, Precision precision, int number) {
    List<Sweep.Option> options =
        sweep.options().stream()
            .filter(option -> option.precision() == precision)
            .sorted(Comparator.comparingInt(Sweep.Option::bytes))
            .toList();
    List<String> points = new ArrayList<>();
    for (Sweep.Option option : options) {
      points.add(
          String.format(Locale.ROOT, "%.1f,%.1f", x(option.bytes()), y(option.recallAt10())));
    }
    svg.format(
        "<polyline class=\"line line-%d\" points=\"%s\"/>", number, String.join(" ", points));
    for (Sweep.Option option : options) {
      svg.format(
          "<circle class=\"point point-%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.4\"><title>%s</title></circle>",
          number, x(option.bytes()), y(option.recallAt10()), label(option));
    }
  }

  private static String label(Sweep.Option option) {
    return String.format(
        Locale.ROOT,
        "%d dimensions, %s: %d bytes, R@10 %.1f, R@1 %.1f",
        option.dimension(),
        option.precision().label(),
        option.bytes(),
        100 * option.recallAt10(),
        100 * option.recallAt1());
  }

  private void axes(Html svg) {
    for (int percent = 0; percent <= 100; percent += 10) {
      double y = y(percent / 100.0);
      if (y >= TOP - 1) {
        svg.format(
            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
            LEFT, WIDTH - RIGHT, y, y);
        svg.format(
            "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>",
            LEFT - 6, y + 4, percent);
      }
    }
    for (int bytes = 1; bytes <= most(); bytes *= 2) {
      if (bytes >= fewest()) {
        svg.format(
            "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
            x(bytes), x(bytes), TOP, HEIGHT - BOTTOM);
        svg.format(
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
            x(bytes), HEIGHT - BOTTOM + 16, bytes);
      }
    }
    svg.format(
        "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">bytes per vector</text>",
        WIDTH - RIGHT, HEIGHT - 4);
  }

  private int fewest() {
    return sweep.options().stream().mapToInt(Sweep.Option::bytes).min().orElse(1);
  }

  private int most() {
    return Math.max(
        2 * fewest(), sweep.options().stream().mapToInt(Sweep.Option::bytes).max().orElse(2));
  }

  private double x(int bytes) {
    double share = Math.log((double) bytes / fewest()) / Math.log((double) most() / fewest());
    return LEFT + 10 + (WIDTH - LEFT - RIGHT - 20) * share;
  }

  private double y(double recall) {
    double highest =
        Math.max(
            sweep.baseline().recallAt10(),
            sweep.options().stream().mapToDouble(Sweep.Option::recallAt10).max().orElse(1));
    double top = Math.clamp(Math.ceil(20 * highest + 0.2) / 20, 0.05, 1);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * recall / top;
  }

  private void table(Html html) {
    html.raw("<h2>All forms</h2><div class=\"scroll\"><table><thead><tr><th>dimensions</th>")
        .raw("<th>precision</th><th>bytes</th><th>R@10</th><th>R@1</th><th>R@10 lost</th></tr>")
        .raw("</thead><tbody>");
    for (Sweep.Option option : sweep.options()) {
      boolean picked = chosen.isPresent() && chosen.get().equals(option);
      html.raw(picked ? "<tr class=\"picked\">" : "<tr>")
          .format(
              "<th>%d</th><td>%s</td><td>%d</td><td>%.1f</td><td>%.1f</td><td>%.1f %%%s</td></tr>",
              option.dimension(),
              option.precision().label(),
              option.bytes(),
              100 * option.recallAt10(),
              100 * option.recallAt1(),
              100 * (1 - option.recallAt10() / sweep.baseline().recallAt10()),
              picked ? " · chosen" : "");
    }
    html.raw("</tbody></table></div>");
  }
}
