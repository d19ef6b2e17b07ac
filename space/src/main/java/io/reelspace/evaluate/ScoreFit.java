package io.reelspace.evaluate;

import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.ScoreCalibration.Spread;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits how similarities become scores, on texts of which the right picture is known; these must not
 * be what the space was learned from, whose captions it knows by heart.
 */
public final class ScoreFit {

  /** Of the right results so many may score less than the limit. */
  private static final double LOST = 0.03;

  /** However far right results stand out, no higher limit is needed. */
  private static final double HIGHEST_LIMIT = 0.2;

  private static final int FEWEST = 20;
  private static final int MOST_TEXTS = 2000;
  private static final int NEWTON_STEPS = 50;
  private static final double ROUND = 1e4;

  private ScoreFit() {}

  /**
   * The calibration that fits; empty where there are too few pictures to tell, or right pictures do
   * not stand out at all.
   *
   * @param texts embeddings {@code [texts, dimension]}, of length one
   * @param pictures embeddings {@code [pictures, dimension]}, of length one
   * @param right for each text the number of its picture
   */
  public static Optional<ScoreCalibration> of(float[][] texts, float[][] pictures, int[] right) {
    if (texts.length < FEWEST || pictures.length < FEWEST) {
      return Optional.empty();
    }
    int count = Math.min(MOST_TEXTS, texts.length);
    Moments ofTexts = new Moments();
    double[] rightOnes = new double[count];
    double[][] others = new double[count][];
    for (int i = 0; i < count; i++) {
      int text = (int) ((long) i * texts.length / count);
      double[] similarities = similarities(texts[text], pictures);
      double own = similarities[right[text]];
      double[] rest = without(similarities, right[text]);
      Moments moments = new Moments();
      moments.add(rest);
      ofTexts.join(moments);
      double mean = moments.mean();
      double deviation = Math.max(1e-9, Math.sqrt(moments.variance()));
      rightOnes[i] = (own - mean) / deviation;
      others[i] = Arrays.stream(rest).map(each -> (each - mean) / deviation).toArray();
    }
    Moments ofPictures = new Moments();
    for (int i = 0; i < Math.min(MOST_TEXTS, pictures.length); i++) {
      Moments moments = new Moments();
      moments.add(without(similarities(pictures[i], pictures), i));
      ofPictures.join(moments);
    }
    return curve(rightOnes, others)
        .map(curve -> {
          Arrays.sort(rightOnes);
          double low = curve.score(rightOnes[(int) (LOST * count)]);
          return new ScoreCalibration(
              ofTexts.spread(),
              ofPictures.spread(),
              rounded(curve.middle()),
              rounded(curve.steepness),
              Math.floor(Math.min(HIGHEST_LIMIT, low) * 100) / 100);
        });
  }

  private static double[] similarities(float[] one, float[][] all) {
    double[] similarities = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      double sum = 0;
      for (int d = 0; d < one.length; d++) {
        sum += one[d] * all[i][d];
      }
      similarities[i] = sum;
    }
    return similarities;
  }

  private static double[] without(double[] values, int index) {
    double[] rest = new double[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private record Curve(double steepness, double shift) {
    double score(double deviations) {
      return 1 / (1 + Math.exp(-(steepness * deviations + shift)));
    }

    double middle() {
      return -shift / steepness;
    }
  }

  /** Logistic regression by Newton's method; both kinds weigh the same together. */
  private static Optional<Curve> curve(double[] right, double[][] others) {
    Curve curve = new Curve(1, -1);
    double rest = Arrays.stream(others).mapToLong(each -> each.length).sum();
    for (int step = 0; step < NEWTON_STEPS; step++) {
      // Gradient and Hessian of the mean log likelihood, with a touch of ridge where all is parted.
      double[] sums = {-1e-3 * curve.steepness, 0, 1e-3, 0, 1e-9};
      for (int i = 0; i < right.length; i++) {
        add(sums, curve, right[i], 1, 1.0 / right.length);
        for (double other : others[i]) {
          add(sums, curve, other, 0, 1 / rest);
        }
      }
      double determinant = sums[2] * sums[4] - sums[3] * sums[3];
      double bySteepness = (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
      double byShift = (sums[2] * sums[1] - sums[3] * sums[0]) / determinant;
      // Steps of at most one: far from the end the method may jump past it.
      double shorter = 1 / Math.max(1, Math.max(Math.abs(bySteepness), Math.abs(byShift)));
      curve = new Curve(curve.steepness + shorter * bySteepness, curve.shift + shorter * byShift);
      if (Math.abs(bySteepness) + Math.abs(byShift) < 1e-9) {
        break;
      }
    }
    return curve.steepness > 1e-2 && Double.isFinite(curve.middle())
        ? Optional.of(curve)
        : Optional.empty();
  }

  private static void add(double[] sums, Curve curve, double value, int label, double weight) {
    double score = curve.score(value);
    double slope = weight * score * (1 - score);
    sums[0] += weight * (label - score) * value;
    sums[1] += weight * (label - score);
    sums[2] += slope * value * value;
    sums[3] += slope * value;
    sums[4] += slope;
  }

  private static double rounded(double value) {
    return Math.round(value * ROUND) / ROUND;
  }

  /** Mean and variance within queries: of several, each about its own mean. */
  private static final class Moments {
    private double count;
    private double sum;
    private double squares;

    void add(double[] values) {
      for (double value : values) {
        count++;
        sum += value;
      }
      double mean = mean();
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
    }

    void join(Moments query) {
      count += query.count;
      sum += query.sum;
      squares += query.squares;
    }

    double mean() {
      return sum / count;
    }

    double variance() {
      return squares / count;
    }

    Spread spread() {
      return new Spread(rounded(mean()), Math.max(1 / ROUND, rounded(Math.sqrt(variance()))));
    }
  }
}
