package io.reelspace.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A curve over the steps of a run, drawn as SVG.
 *
 * @param name what it shows
 * @param points in the order of the steps
 * @param dense whether there are so many points that a running mean tells more than they do
 */
record Curve(String name, List<Point> points, boolean dense) {

  /** A value after a step. */
  record Point(double step, double value) {}

  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 34;

  /** More than the screen has columns are thinned out. */
  private static final int MOST = 1200;

  private static final int TICKS = 4;

  /** More dots than these would hide the line. */
  private static final int MOST_DOTS = 60;

  /** Keeps its own copy. */
  Curve {
    points = List.copyOf(points);
  }

  /** An SVG element; {@code id} is unique on the page. */
  String svg(String id) {
    double last = points.getLast().step();
    double least = points.stream().mapToDouble(Point::value).min().orElse(0);
    double most = points.stream().mapToDouble(Point::value).max().orElse(1);
    if (most - least < 1e-12) {
      least -= Math.max(1e-6, Math.abs(least) / 10);
      most += Math.max(1e-6, Math.abs(most) / 10);
    }
    Scale scale = new Scale(Math.max(1, last), least, most);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s">
            <title id="%s">%s over %.0f steps, from %s to %s</title>
            """,
            WIDTH,
            HEIGHT,
            id,
            id,
            name,
            last,
            label(points.getFirst().value()),
            label(points.getLast().value())));
    axes(svg, scale);
    if (dense) {
      svg.append(line("raw", thinned(points), scale));
      svg.append(line("mean", thinned(smoothed()), scale));
    } else {
      svg.append(line("mean", points, scale));
      for (Point point : points.size() > MOST_DOTS ? List.<Point>of() : points) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>step %.0f: %s</title></circle>\n",
                scale.x(point.step()),
                scale.y(point.value()),
                point.step(),
                label(point.value())));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private record Scale(double last, double least, double most) {
    double x(double step) {
      return LEFT + step / last * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (value - least) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }
  }

  private static void axes(StringBuilder svg, Scale scale) {
    for (int i = 0; i <= TICKS; i++) {
      double value = scale.least() + (scale.most() - scale.least()) * i / TICKS;
      double y = scale.y(value);
      svg.append(
          String.format(
              Locale.ROOT,
              "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" class=\"value\">%s</text>\n",
              LEFT,
              y,
              WIDTH - RIGHT,
              LEFT - 8,
              y + 4,
              label(value)));
      double step = scale.last() * i / TICKS;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" class=\"step\">%.0f</text>\n",
              scale.x(step),
              HEIGHT - 12,
              step));
    }
  }

  private static String line(String kind, List<Point> points, Scale scale) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.isEmpty() ? "M" : "L",
              scale.x(point.step()),
              scale.y(point.value())));
    }
    return "<path class=\"%s\" d=\"%s\"/>\n".formatted(kind, path);
  }

  private static List<Point> thinned(List<Point> points) {
    int stride = Math.ceilDiv(points.size(), MOST);
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += stride) {
      kept.add(points.get(i));
    }
    return kept;
  }

  /** An exponential mean over about a fortieth of the run. */
  private List<Point> smoothed() {
    double follow = Math.min(1, 40.0 / points.size());
    double mean = points.getFirst().value();
    List<Point> smooth = new ArrayList<>();
    for (Point point : points) {
      mean += follow * (point.value() - mean);
      smooth.add(new Point(point.step(), mean));
    }
    return smooth;
  }

  static String label(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e5)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    String text = String.format(Locale.ROOT, size < 10 ? "%.4f" : "%.1f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
