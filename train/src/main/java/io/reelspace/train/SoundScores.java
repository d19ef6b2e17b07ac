package io.reelspace.train;

import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.ScoreCalibration.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Fits how similarities of texts to sounds become scores: so that hardly any caption of a picture
 * reaches the limit of a space, and texts about a sound do.
 */
final class SoundScores {

  /**
   * Of the captions of pictures all but this share stay below the limit. Some do speak of a sound:
   * of a baby that cries, of waves.
   */
  private static final double FALSE_SHARE = 0.01;

  /** Of texts about sounds this share may lie below what the curve is laid to. */
  private static final double MISSED_SHARE = 0.1;

  /** Similarity of sounds to each other that scores one half. */
  private static final double ALIKE = 0.6;

  private static final double LEAST_GAP = 0.5;

  private SoundScores() {}

  /**
   * Fits a curve.
   *
   * @param directions of the labels, {@code [labels, dimension]}
   * @param heldOut similarities of texts about a sound to a direction that was fitted without them
   * @param captions {@code [captions, dimension]}
   * @param limit score below which results are left out
   */
  static ScoreCalibration.Sound fit(
      float[][] directions, List<Double> heldOut, float[][] captions, double limit) {
    List<Double> all = new ArrayList<>();
    List<Double> nearest = new ArrayList<>();
    for (float[] caption : captions) {
      double best = -1;
      for (float[] direction : directions) {
        double similarity = dot(caption, direction);
        all.add(similarity);
        best = Math.max(best, similarity);
      }
      nearest.add(best);
    }
    double mean = all.stream().mapToDouble(each -> each).average().orElse(0);
    double variance =
        all.stream().mapToDouble(each -> (each - mean) * (each - mean)).average().orElse(0.01);
    double deviation = Math.max(1e-3, Math.sqrt(variance));
    double high = (quantile(nearest, 1 - FALSE_SHARE) - mean) / deviation;
    double low = (quantile(heldOut, MISSED_SHARE) - mean) / deviation;
    double middle = Math.max((low + high) / 2, high + LEAST_GAP);
    double steepness = Math.log((1 - limit) / limit) / (middle - high);
    double apart = meanBetween(directions);
    return new ScoreCalibration.Sound(
        new Spread(rounded(mean), rounded(deviation)),
        new Spread(rounded(apart), rounded((ALIKE - apart) / middle)),
        rounded(middle),
        rounded(steepness));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static double meanBetween(float[][] directions) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < directions.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += dot(directions[i], directions[j]);
        pairs++;
      }
    }
    return sum / Math.max(1, pairs);
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    long place = Math.round(share * (sorted.size() - 1));
    return sorted.get(Math.clamp(place, 0, sorted.size() - 1));
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
