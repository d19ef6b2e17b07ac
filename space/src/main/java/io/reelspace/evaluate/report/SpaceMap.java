package io.reelspace.evaluate.report;

import io.reelspace.evaluate.PrincipalComponents;
import io.reelspace.evaluate.Relevance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The space in two dimensions: each medium, the mean of its texts, and a line between the two,
 * along the first two principal components of both together.
 *
 * @param pairs at most a few hundred, evenly over the data set
 * @param shares of all variance along the two axes, 0 to 1
 * @param thumbnails pairs whose picture is shown, far enough from each other not to overlap
 */
public record SpaceMap(List<Pair> pairs, List<Double> shares, List<Pair> thumbnails) {

  private static final int MOST_PAIRS = 500;
  private static final int MOST_THUMBNAILS = 32;
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;
  private static final int MARGIN = 40;
  private static final int THUMBNAIL = 52;

  /**
   * A medium and its texts on the map, in pixels.
   *
   * @param medium number of the medium
   * @param text number of its first text
   */
  public record Pair(int medium, int text, double x, double y, double textX, double textY) {}

  /** Keeps its own copies. */
  public SpaceMap {
    pairs = List.copyOf(pairs);
    shares = List.copyOf(shares);
    thumbnails = List.copyOf(thumbnails);
  }

  static SpaceMap of(EvaluationReport.Items items) {
    int count = items.media().size();
    Relevance texts = items.mediaOfTexts().inverse();
    int[][] textsOfMedia = IntStream.range(0, count).mapToObj(texts::of).toArray(int[][]::new);
    int[] media =
        IntStream.range(0, Math.min(count, MOST_PAIRS))
            .map(i -> (int) ((long) i * count / Math.min(count, MOST_PAIRS)))
            .filter(medium -> textsOfMedia[medium].length > 0)
            .toArray();
    float[][] rows = new float[2 * media.length][];
    for (int i = 0; i < media.length; i++) {
      rows[2 * i] = items.mediaEmbeddings()[media[i]];
      rows[2 * i + 1] = mean(items.textEmbeddings(), textsOfMedia[media[i]]);
    }
    PrincipalComponents components = PrincipalComponents.of(rows);
    int axes = Math.min(2, items.mediaEmbeddings()[0].length);
    double[][] points = new double[rows.length][2];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(components.coordinates(rows[i], axes), 0, points[i], 0, axes);
    }
    fit(points);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < media.length; i++) {
      double[] medium = points[2 * i];
      double[] text = points[2 * i + 1];
      pairs.add(
          new Pair(media[i], textsOfMedia[media[i]][0], medium[0], medium[1], text[0], text[1]));
    }
    return new SpaceMap(
        pairs, IntStream.range(0, axes).mapToObj(components::share).toList(), apart(pairs));
  }

  private static float[] mean(float[][] rows, int[] numbers) {
    float[] mean = new float[rows[0].length];
    for (int number : numbers) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += rows[number][i] / numbers.length;
      }
    }
    return mean;
  }

  /** Scales points so that they fill the drawing. */
  private static void fit(double[][] points) {
    int[] sizes = {WIDTH, HEIGHT};
    for (int axis = 0; axis < 2; axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double[] point : points) {
        least = Math.min(least, point[axis]);
        most = Math.max(most, point[axis]);
      }
      double scale = most > least ? (sizes[axis] - 2.0 * MARGIN) / (most - least) : 0;
      for (double[] point : points) {
        point[axis] = MARGIN + (point[axis] - least) * scale;
      }
    }
  }

  private static List<Pair> apart(List<Pair> pairs) {
    List<Pair> apart = new ArrayList<>();
    for (Pair pair : pairs) {
      boolean free =
          apart.stream()
              .allMatch(other ->
                  Math.abs(other.x() - pair.x()) > 1.5 * THUMBNAIL
                      || Math.abs(other.y() - pair.y()) > 1.5 * THUMBNAIL);
      if (free && apart.size() < MOST_THUMBNAILS) {
        apart.add(pair);
      }
    }
    return apart;
  }

  Set<Integer> pictured() {
    Set<Integer> media = new TreeSet<>();
    thumbnails.forEach(pair -> media.add(pair.medium()));
    return media;
  }

  /** The drawing, as SVG. */
  String svg(EvaluationReport.Items items, Map<Integer, byte[]> pictures) {
    Html svg = new Html();
    svg.format(
        "<svg class=\"map\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, "Media and their texts along two principal components");
    for (Pair pair : pairs) {
      svg.format(
          "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
          pair.x(), pair.y(), pair.textX(), pair.textY());
    }
    for (Pair pair : pairs) {
      String text = items.texts().get(pair.text());
      svg.format(
          "<rect class=\"text\" x=\"%.1f\" y=\"%.1f\" width=\"6\" height=\"6\"><title>%s</title></rect>",
          pair.textX() - 3, pair.textY() - 3, text);
      svg.format(
          "<circle class=\"video\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s</title></circle>",
          pair.x(), pair.y(), items.media().get(pair.medium()) + "\n" + text);
    }
    for (Pair pair : thumbnails) {
      byte[] picture = pictures.get(pair.medium());
      if (picture != null) {
        thumbnail(svg, pair, Html.uri(picture), items.texts().get(pair.text()));
      }
    }
    return svg.raw("</svg>").toString();
  }

  private static void thumbnail(Html svg, Pair pair, String uri, String text) {
    double x = Math.clamp(pair.x() - THUMBNAIL / 2.0, 1, WIDTH - THUMBNAIL - 1);
    double y = Math.clamp(pair.y() - THUMBNAIL / 2.0, 1, HEIGHT - THUMBNAIL - 1);
    String place =
        String.format(
            Locale.ROOT,
            "x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\"",
            x,
            y,
            THUMBNAIL,
            THUMBNAIL);
    svg.raw("<g class=\"thumbnail\"><image " + place)
        .raw(" preserveAspectRatio=\"xMidYMid slice\" href=\"" + uri + "\"/>")
        .raw("<rect " + place + " rx=\"2\">")
        .format("<title>%s</title></rect></g>", text);
  }
}
