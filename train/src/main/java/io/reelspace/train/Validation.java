package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.evaluate.ScoreFit;
import io.reelspace.evaluate.Similarity;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.tuning.Tuning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures a network on examples that it does not learn from. */
final class Validation {

  private final DualEncoder encoder;
  private final PairedFeatures data;
  private final SideReader videos;
  private final SideReader texts;
  private final Recipe.Stopping stopping;
  private final Relevance videosOfTexts;

  /**
   * A validation of the metric that the recipe stops by.
   *
   * @throws BadInputException when there is no such metric
   */
  Validation(
      DualEncoder encoder,
      PairedFeatures data,
      Recipe recipe,
      Tuning tuning,
      Recipe.Stopping stopping) {
    this.encoder = encoder;
    this.data = data;
    this.videos = videos(data, recipe, tuning);
    this.texts = texts(data, recipe, tuning);
    this.stopping = stopping;
    this.videosOfTexts = Relevance.onePerQuery(data.owners(), data.videoCount());
    metric();
  }

  private static SideReader videos(PairedFeatures data, Recipe recipe, Tuning tuning) {
    return new SideReader("video", recipe.video(), data.videos(), tuning.video(), recipe.seed());
  }

  private static SideReader texts(PairedFeatures data, Recipe recipe, Tuning tuning) {
    return new SideReader("text", recipe.text(), data.texts(), tuning.text(), recipe.seed());
  }

  private RankingMetric metric() {
    List<RankingMetric> metrics = RankingMetric.standard();
    return metrics.stream()
        .filter(metric -> metric.name().equals(stopping.metric()))
        .findFirst()
        .orElseThrow(() ->
            new BadInputException(
                "The recipe stops by "
                    + stopping.metric()
                    + "; there are "
                    + String.join(", ", metrics.stream().map(RankingMetric::name).toList())
                    + "."));
  }

  /** Whether a value is better than another. */
  boolean better(double value, double than) {
    return metric().higherIsBetter() ? value > than : value < than;
  }

  /** Text to video, video to text, and their mean, by name. */
  Map<String, Double> measure() {
    float[][] video = Embeddings.of(encoder, encoder.videos(), videos, data.videoCount());
    float[][] text = Embeddings.of(encoder, encoder.texts(), texts, data.captionCount());
    Similarity similarity = Similarity.dot(text, video);
    double forward = mean(Ranks.of(similarity, videosOfTexts));
    double backward = mean(Ranks.of(similarity.transposed(), videosOfTexts.inverse()));
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("text-to-video " + stopping.metric(), forward);
    values.put("video-to-text " + stopping.metric(), backward);
    values.put(stopping.metric(), (forward + backward) / 2);
    return values;
  }

  /** How similarities of what was not learned from become scores. */
  static Optional<ScoreCalibration> scores(
      DualEncoder encoder, PairedFeatures data, Recipe recipe, Tuning tuning) {
    SideReader videos = videos(data, recipe, tuning);
    SideReader texts = texts(data, recipe, tuning);
    return ScoreFit.of(
        Embeddings.of(encoder, encoder.texts(), texts, data.captionCount()),
        Embeddings.of(encoder, encoder.videos(), videos, data.videoCount()),
        data.owners());
  }

  /** All metrics in both directions, with intervals. */
  static RetrievalEvaluation evaluate(
      DualEncoder encoder, PairedFeatures data, Recipe recipe, Tuning tuning) {
    SideReader videos = videos(data, recipe, tuning);
    SideReader texts = texts(data, recipe, tuning);
    return RetrievalEvaluation.of(
        Embeddings.of(encoder, encoder.texts(), texts, data.captionCount()),
        Embeddings.of(encoder, encoder.videos(), videos, data.videoCount()),
        Relevance.onePerQuery(data.owners(), data.videoCount()),
        RetrievalEvaluation.Options.DEFAULT);
  }

  private double mean(Ranks ranks) {
    RankingMetric metric = metric();
    double[] values =
        IntStream.range(0, ranks.queries())
            .filter(query -> ranks.best(query) > 0)
            .mapToDouble(query -> metric.of(ranks.of(query)))
            .sorted()
            .toArray();
    if (metric.median() && values.length > 0) {
      int middle = values.length / 2;
      return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / Math.max(1, values.length);
  }
}
