package io.reelspace.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Metrics of moment retrieval, exactly as the QVHighlights evaluation computes them (Lei et al.,
 * 2021): given a query and a video, how well predicted windows match the annotated ones.
 */
public final class MomentRetrieval {

  /** Only so many predictions of a query count. */
  private static final int MAX_PREDICTIONS = 10;

  private MomentRetrieval() {}

  /** A predicted window and how sure the prediction is. */
  public record Prediction(TimeWindow window, double score) {}

  /**
   * One query on one video.
   *
   * @param relevant annotated windows, at least one
   * @param predicted predicted windows, best first
   */
  public record Query(List<TimeWindow> relevant, List<Prediction> predicted) {
    /** Keeps its own copies; refuses a query that nothing is right for. */
    public Query {
      relevant = List.copyOf(relevant);
      predicted = List.copyOf(predicted);
      if (relevant.isEmpty()) {
        throw new IllegalArgumentException("a query needs at least one relevant window");
      }
    }
  }

  /** Which annotated windows count, by their length in seconds. */
  public enum Length {
    /** All windows. */
    FULL(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
    /** Up to 10 s. */
    SHORT(0, 10),
    /** Above 10 s, up to 30 s. */
    MIDDLE(10, 30),
    /** Above 30 s. */
    LONG(30, Double.POSITIVE_INFINITY);

    private final double above;
    private final double upTo;

    Length(double above, double upTo) {
      this.above = above;
      this.upTo = upTo;
    }

    boolean includes(TimeWindow window) {
      return above < window.length() && window.length() <= upTo;
    }
  }

  /**
   * The metrics at one threshold of intersection over union.
   *
   * @param iou the threshold
   * @param recallAtOne share of queries whose first prediction reaches it with some relevant window
   * @param map mean over queries of the average precision of all predictions
   */
  public record AtThreshold(double iou, double recallAtOne, double map) {}

  /**
   * The metrics of one set of queries.
   *
   * @param queries number of queries with a window of that length
   * @param thresholds at IoU .5, .55, ..., .95
   */
  public record Result(int queries, List<AtThreshold> thresholds) {
    /** Keeps its own copy. */
    public Result {
      thresholds = List.copyOf(thresholds);
    }

    /** Mean of the mAP over all thresholds; NaN when there are no queries. */
    public double map() {
      return thresholds.stream().mapToDouble(AtThreshold::map).average().orElse(Double.NaN);
    }

    /** The metrics at one of the thresholds, for example .5. */
    public AtThreshold at(double iou) {
      return thresholds.stream()
          .filter(t -> Math.abs(t.iou() - iou) < 1e-9)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no threshold " + iou));
    }
  }

  /**
   * Evaluates all queries that have an annotated window of that length; their other windows count
   * as not annotated, so a prediction that finds one of these is a false one.
   */
  public static Result evaluate(List<Query> queries, Length length) {
    List<Query> kept = new ArrayList<>();
    for (Query query : queries) {
      List<TimeWindow> windows = query.relevant().stream().filter(length::includes).toList();
      if (!windows.isEmpty()) {
        kept.add(new Query(windows, query.predicted()));
      }
    }
    List<AtThreshold> thresholds = new ArrayList<>();
    for (int percent = 50; percent <= 95; percent += 5) {
      double iou = percent / 100.0;
      thresholds.add(
          new AtThreshold(
              iou,
              kept.stream().mapToDouble(q -> firstHits(q, iou)).average().orElse(Double.NaN),
              kept.stream()
                  .mapToDouble(q -> averagePrecision(q, iou))
                  .average()
                  .orElse(Double.NaN)));
    }
    return new Result(kept.size(), thresholds);
  }

  private static double firstHits(Query query, double threshold) {
    if (query.predicted().isEmpty()) {
      return 0;
    }
    TimeWindow first = query.predicted().getFirst().window();
    return query.relevant().stream().anyMatch(w -> w.iou(first) >= threshold) ? 1 : 0;
  }

  /**
   * The area under the interpolated precision-recall curve. Predictions are taken by falling score;
   * each is right when the annotated window that it overlaps most, among those not taken by an
   * earlier prediction, reaches the threshold.
   */
  static double averagePrecision(Query query, double threshold) {
    List<Prediction> ranked =
        query.predicted().stream()
            .limit(MAX_PREDICTIONS)
            .sorted(Comparator.comparingDouble(Prediction::score).reversed())
            .toList();
    boolean[] taken = new boolean[query.relevant().size()];
    int right = 0;
    double[] precisions = new double[ranked.size()];
    boolean[] hits = new boolean[ranked.size()];
    for (int i = 0; i < ranked.size(); i++) {
      int match = bestFree(query.relevant(), taken, ranked.get(i).window());
      if (match >= 0 && query.relevant().get(match).iou(ranked.get(i).window()) >= threshold) {
        taken[match] = true;
        hits[i] = true;
        right++;
      }
      precisions[i] = (double) right / (i + 1);
    }
    double sum = 0;
    double bestFromHere = 0;
    for (int i = ranked.size() - 1; i >= 0; i--) {
      bestFromHere = Math.max(bestFromHere, precisions[i]);
      if (hits[i]) {
        sum += bestFromHere;
      }
    }
    return sum / query.relevant().size();
  }

  private static int bestFree(List<TimeWindow> relevant, boolean[] taken, TimeWindow window) {
    int best = -1;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]
          && (best < 0 || relevant.get(i).iou(window) >= relevant.get(best).iou(window))) {
        best = i;
      }
    }
    return best;
  }
}
