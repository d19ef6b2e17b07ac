package io.reelspace.optimise;

import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.RowScores;
import io.reelspace.evaluate.Similarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What smaller forms of a space reach, text to video, on embeddings that nothing was fitted on.
 *
 * @param baseline the space as it is, in float32
 * @param options by dimension and precision, largest first
 */
public record Sweep(Option baseline, List<Option> options) {

  /** With one bit, so many of the best are scored again with float32 values. */
  public static final int RESCORED = 40;

  private static final List<Integer> DIMENSIONS =
      List.of(1024, 768, 512, 384, 256, 192, 128, 96, 64, 48, 32, 16);

  /**
   * One form of the space.
   *
   * @param bytes of a stored embedding
   * @param recallAt1 text to video, 0 to 1
   * @param recallAt10 text to video, 0 to 1
   */
  public record Option(
      int dimension, Precision precision, int bytes, double recallAt1, double recallAt10) {}

  /** Embeddings to measure on. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Measured(float[][] texts, float[][] media, Relevance mediaOfTexts) {}

  /** Keeps its own copy. */
  public Sweep {
    options = List.copyOf(options);
  }

  /** The dimensions that are tried: all that there are, and the usual smaller ones. */
  public static List<Integer> dimensions(int most) {
    List<Integer> dimensions = new ArrayList<>(List.of(most));
    DIMENSIONS.stream().filter(dimension -> dimension < most).forEach(dimensions::add);
    return dimensions;
  }

  /**
   * Measures every dimension with every precision.
   *
   * @param fit on training embeddings
   * @param trainingMedia {@code [media, channels]}: what ranges of quantisation are fitted on
   * @param measured embeddings of another split
   */
  public static Sweep of(
      Reduction.Fit fit, float[][] trainingMedia, Measured measured, List<Integer> dimensions) {
    List<Option> options = new ArrayList<>();
    for (int dimension : dimensions) {
      Reduction reduction = fit.to(dimension);
      float[][] training = reduction.media(trainingMedia);
      Measured reduced =
          new Measured(
              reduction.texts(measured.texts()),
              reduction.media(measured.media()),
              measured.mediaOfTexts());
      for (Precision precision : Precision.all()) {
        options.add(measure(reduced, precision, scores(reduced, precision, training)));
      }
    }
    return new Sweep(baseline(measured), options);
  }

  private static Option baseline(Measured measured) {
    return measure(measured, Precision.FLOAT32, Similarity.dot(measured.texts(), measured.media()));
  }

  private static RowScores scores(Measured reduced, Precision precision, float[][] training) {
    Similarity exact = Similarity.dot(reduced.texts(), reduced.media());
    if (precision == Precision.FLOAT32) {
      return exact;
    }
    Quantiser quantiser = Quantiser.fit(precision.bits(), training);
    Similarity rounded = Similarity.dot(reduced.texts(), quantiser.rounded(reduced.media()));
    return precision == Precision.BITS_1 ? new Rescored(rounded, exact, RESCORED) : rounded;
  }

  private static Option measure(Measured measured, Precision precision, RowScores scores) {
    Ranks ranks = Ranks.of(scores, measured.mediaOfTexts());
    int dimension = measured.media()[0].length;
    return new Option(
        dimension,
        precision,
        precision.bytes(dimension),
        new RankingMetric.RecallAt(1).over(ranks),
        new RankingMetric.RecallAt(10).over(ranks));
  }

  /**
   * The smallest form that loses no more than a share of the baseline's R@10; of equally small ones
   * that with the higher R@10.
   *
   * @param loss 0 to 1
   * @param maxBytes of a stored embedding
   * @param allowed precisions that may be picked
   */
  public Optional<Option> smallest(double loss, int maxBytes, List<Precision> allowed) {
    return options.stream()
        .filter(option -> option.bytes() <= maxBytes && keeps(option, loss))
        .filter(option -> allowed.contains(option.precision()))
        .min(
            Comparator.comparingInt(Option::bytes)
                .thenComparing(Comparator.comparingDouble(Option::recallAt10).reversed()));
  }

  /** Whether a form loses no more than a share of the baseline's R@10. */
  public boolean keeps(Option option, double loss) {
    return option.recallAt10() >= (1 - loss) * baseline.recallAt10();
  }
}
