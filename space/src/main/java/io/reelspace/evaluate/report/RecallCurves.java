package io.reelspace.evaluate.report;

import io.reelspace.evaluate.Bootstrap;
import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.RetrievalEvaluation.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Recall at k over k, as an SVG drawing: one line for each way of scoring, k on a log scale. */
final class RecallCurves {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 38;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int POINTS = 40;

  /** Beyond this share of all candidates stands the name of the axis. */
  private static final double LAST_TICK = 0.7;

  /** Fewer than for numbers: the band is drawn, not quoted. */
  private static final Bootstrap BAND = new Bootstrap(500, 7);

  /**
   * A line and what it is called; only the first has a band.
   *
   * @param look number of its colour and stroke, 0 to 3
   */
  record Line(String name, Ranks ranks, int look) {
    static Line of(Measured measured, int look) {
      return new Line(measured.scoring(), measured.ranks(), look);
    }
  }

  private final List<Line> lines;
  private final List<Integer> cutOffs;

  private RecallCurves(List<Line> lines) {
    this.lines = lines;
    this.cutOffs = cutOffs(lines.getFirst().ranks().candidates());
  }

  static String svg(String title, List<Line> lines) {
    return new RecallCurves(lines).draw(title);
  }

  /** Whole numbers from 1 to all, evenly on a log scale, each once. */
  private static List<Integer> cutOffs(int candidates) {
    return IntStream.range(0, POINTS)
        .map(i -> (int) Math.round(Math.pow(candidates, i / (POINTS - 1.0))))
        .distinct()
        .boxed()
        .toList();
  }

  private String draw(String title) {
    Html svg = new Html();
    svg.format(
        "<svg class=\"curves\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, "Recall at k over k, " + title);
    axes(svg);
    band(svg);
    for (int i = lines.size() - 1; i >= 0; i--) {
      Ranks ranks = lines.get(i).ranks();
      List<String> points = new ArrayList<>();
      for (int k : cutOffs) {
        points.add(point(k, new RankingMetric.RecallAt(k).over(ranks)));
      }
      svg.format(
          "<polyline class=\"line line-%d\" points=\"%s\"><title>%s</title></polyline>",
          lines.get(i).look(), String.join(" ", points), lines.get(i).name());
    }
    return svg.raw("</svg>").toString();
  }

  private void axes(Html svg) {
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      svg.format(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, WIDTH - RIGHT, y, y);
      svg.format(
          "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>",
          LEFT - 6, y + 4, percent);
    }
    int last = cutOffs.getLast();
    for (int k = 1; k <= last * LAST_TICK; k *= 10) {
      tick(svg, k);
      if (5L * k <= last * LAST_TICK) {
        tick(svg, 5 * k);
      }
    }
    svg.format(
        "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">k</text>",
        WIDTH - RIGHT, HEIGHT - BOTTOM + 16);
  }

  private void tick(Html svg, int k) {
    svg.format(
        "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
        x(k), x(k), TOP, HEIGHT - BOTTOM);
    svg.format(
        "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
        x(k), HEIGHT - BOTTOM + 16, k);
  }

  /** The 95 % interval around the first line. */
  private void band(Html svg) {
    List<RankingMetric> metrics =
        cutOffs.stream().<RankingMetric>map(RankingMetric.RecallAt::new).toList();
    List<Estimate> estimates = BAND.estimates(lines.getFirst().ranks(), metrics);
    List<String> points = new ArrayList<>();
    for (int i = 0; i < cutOffs.size(); i++) {
      points.add(point(cutOffs.get(i), estimates.get(i).high()));
    }
    for (int i = cutOffs.size() - 1; i >= 0; i--) {
      points.add(point(cutOffs.get(i), estimates.get(i).low()));
    }
    svg.format("<polygon class=\"band\" points=\"%s\"/>", String.join(" ", points));
  }

  private String point(int k, double recall) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(k), y(recall));
  }

  private double x(int k) {
    double all = Math.log(Math.max(2, cutOffs.getLast()));
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(k) / all;
  }

  private double y(double recall) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * recall;
  }
}
