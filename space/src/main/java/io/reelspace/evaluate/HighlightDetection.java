package io.reelspace.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Metrics of highlight detection, exactly as the QVHighlights evaluation computes them (Lei et al.,
 * 2021): given a query and a video cut into clips of 2 s, how well predicted saliencies find the
 * clips that annotators rated high.
 */
public final class HighlightDetection {

  private HighlightDetection() {}

  /**
   * One query on one video.
   *
   * @param ratings {@code [clips, annotators]}, from 0 (not relevant) to 4 (very good)
   * @param predicted predicted saliency of each clip; missing ones count as 0, surplus ones not at
   *     all
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Query(int[][] ratings, double[] predicted) {
    /** Refuses a video without clips or without annotators. */
    public Query {
      if (ratings.length == 0 || ratings[0].length == 0 || predicted.length == 0) {
        throw new IllegalArgumentException("a query needs clips, ratings and predictions");
      }
    }
  }

  /** The least rating that makes a clip a highlight. */
  public enum Level {
    /** 2 and above. */
    FAIR(2),
    /** 3 and above. */
    GOOD(3),
    /** 4. */
    VERY_GOOD(4);

    private final int least;

    Level(int least) {
      this.least = least;
    }
  }

  /**
   * The metrics at one level.
   *
   * @param map mean average precision over queries and annotators
   * @param hitAtOne share of queries whose top clip is a highlight for at least one annotator
   */
  public record Result(double map, double hitAtOne) {}

  /** Evaluates all queries; NaN when there are none. */
  public static Result evaluate(List<Query> queries, Level level) {
    return new Result(
        queries.stream()
            .flatMapToDouble(query ->
                IntStream.range(0, query.ratings()[0].length)
                    .mapToDouble(annotator -> averagePrecision(query, annotator, level)))
            .average()
            .orElse(Double.NaN),
        queries.stream().mapToDouble(query -> hit(query, level)).average().orElse(Double.NaN));
  }

  private static double hit(Query query, Level level) {
    int top = 0;
    for (int i = 1; i < query.predicted().length; i++) {
      if (query.predicted()[i] > query.predicted()[top]) {
        top = i;
      }
    }
    return top < query.ratings().length
            && Arrays.stream(query.ratings()[top]).anyMatch(rating -> rating >= level.least)
        ? 1
        : 0;
  }

  /**
   * Mean of the interpolated precision over the points of the precision-recall curve at which
   * recall rises, in the manner of Pascal VOC. Clips of equal saliency are one point of the curve.
   */
  private static double averagePrecision(Query query, int annotator, Level level) {
    int[][] ratings = query.ratings();
    int highlights =
        (int) Arrays.stream(ratings).filter(clip -> clip[annotator] >= level.least).count();
    if (highlights == 0 || highlights == ratings.length) {
      return highlights == 0 ? 0 : 1;
    }
    double[] saliency = Arrays.copyOf(query.predicted(), ratings.length);
    int[] order =
        IntStream.range(0, ratings.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -saliency[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] precisions = new double[order.length];
    boolean[] rises = new boolean[order.length];
    int points = 0;
    int right = 0;
    int rightBefore = 0;
    for (int i = 0; i < order.length; i++) {
      right += ratings[order[i]][annotator] >= level.least ? 1 : 0;
      if (i + 1 == order.length || saliency[order[i + 1]] != saliency[order[i]]) {
        precisions[points] = right / (i + 1.0);
        rises[points++] = right > rightBefore;
        rightBefore = right;
      }
    }
    return meanInterpolated(precisions, rises, points);
  }

  private static double meanInterpolated(double[] precisions, boolean[] rises, int points) {
    double sum = 0;
    int count = 0;
    double bestFromHere = 0;
    for (int i = points - 1; i >= 0; i--) {
      bestFromHere = Math.max(bestFromHere, precisions[i]);
      if (rises[i]) {
        sum += bestFromHere;
        count++;
      }
    }
    return sum / count;
  }
}
