package io.reelspace.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How well texts find videos and videos find texts.
 *
 * @param textToVideo texts are the queries
 * @param videoToText videos are the queries; each may have several right texts
 */
public record RetrievalEvaluation(Direction textToVideo, Direction videoToText) {

  /**
   * One direction of retrieval: the raw numbers, and beside them those of each adjustment.
   *
   * @param raw by plain similarity, as a search would rank
   * @param adjusted by adjusted scores; never a substitute for the raw ones
   */
  public record Direction(Measured raw, List<Measured> adjusted) {
    /** Keeps its own copy. */
    public Direction {
      adjusted = List.copyOf(adjusted);
    }
  }

  /**
   * Metrics of one way of scoring.
   *
   * @param scoring {@code raw}, or the adjustment's name
   * @param ranks from which all metrics follow
   * @param metrics with their 95 % intervals, in the order asked for
   */
  public record Measured(String scoring, Ranks ranks, List<Value> metrics) {
    /** Keeps its own copy. */
    public Measured {
      metrics = List.copyOf(metrics);
    }

    /** The value of a metric that was asked for, by its name, for example {@code R@10}. */
    public Estimate value(String metric) {
      return metrics.stream()
          .filter(value -> value.metric().name().equals(metric))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("not measured: " + metric))
          .estimate();
    }
  }

  /** A metric and what it came to. */
  public record Value(RankingMetric metric, Estimate estimate) {}

  /**
   * What to measure.
   *
   * @param metrics in the order in which they are reported
   * @param bootstrap for the intervals
   * @param textAdjustments applied where texts are the queries
   * @param videoAdjustments applied where videos are the queries
   */
  public record Options(
      List<RankingMetric> metrics,
      Bootstrap bootstrap,
      List<ScoreAdjustment> textAdjustments,
      List<ScoreAdjustment> videoAdjustments) {

    /** The standard metrics, 2,000 resamples, no adjustment. */
    public static final Options DEFAULT =
        new Options(RankingMetric.standard(), Bootstrap.DEFAULT, List.of(), List.of());

    /** Keeps its own copies. */
    public Options {
      metrics = List.copyOf(metrics);
      textAdjustments = List.copyOf(textAdjustments);
      videoAdjustments = List.copyOf(videoAdjustments);
    }

    /** The same with dual softmax in both directions. */
    public Options withDualSoftmax(DualSoftmax dualSoftmax) {
      return new Options(
          metrics,
          bootstrap,
          plus(textAdjustments, dualSoftmax),
          plus(videoAdjustments, dualSoftmax));
    }

    /** The same with a bank of text queries, best drawn from the training split. */
    public Options withTextBank(QueryBankNormalization bank) {
      return new Options(metrics, bootstrap, plus(textAdjustments, bank), videoAdjustments);
    }

    private static List<ScoreAdjustment> plus(List<ScoreAdjustment> some, ScoreAdjustment one) {
      List<ScoreAdjustment> all = new ArrayList<>(some);
      all.add(one);
      return all;
    }
  }

  /**
   * Evaluates embeddings of texts and videos against each other.
   *
   * @param texts {@code [texts, dimension]}
   * @param videos {@code [videos, dimension]}
   * @param videosOfTexts which videos are right for which text
   * @throws io.reelspace.error.BadInputException when sizes do not fit or a value is not finite
   */
  public static RetrievalEvaluation of(
      float[][] texts, float[][] videos, Relevance videosOfTexts, Options options) {
    return of(Similarity.dot(texts, videos), videosOfTexts, options);
  }

  /** The same from similarities {@code [texts, videos]}, however they were computed. */
  public static RetrievalEvaluation of(
      Similarity textToVideo, Relevance videosOfTexts, Options options) {
    return new RetrievalEvaluation(
        direction(textToVideo, videosOfTexts, options, options.textAdjustments()),
        direction(
            textToVideo.transposed(),
            videosOfTexts.inverse(),
            options,
            options.videoAdjustments()));
  }

  private static Direction direction(
      Similarity scores, Relevance relevance, Options options, List<ScoreAdjustment> adjustments) {
    List<Measured> adjusted = new ArrayList<>();
    for (ScoreAdjustment adjustment : adjustments) {
      adjusted.add(measure(adjustment.name(), adjustment.adjust(scores), relevance, options));
    }
    return new Direction(measure("raw", scores, relevance, options), adjusted);
  }

  private static Measured measure(
      String name, RowScores scores, Relevance relevance, Options options) {
    Ranks ranks = Ranks.of(scores, relevance);
    List<Estimate> estimates = options.bootstrap().estimates(ranks, options.metrics());
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < estimates.size(); i++) {
      values.add(new Value(options.metrics().get(i), estimates.get(i)));
    }
    return new Measured(name, ranks, values);
  }
}
