package io.reelspace.evaluate;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** The single measures behind {@link SpaceDiagnostics}; all take rows of length one. */
final class Geometry {

  private static final int MOST_FOR_UNIFORMITY = 10_000;

  private Geometry() {}

  static float[][] normalised(float[][] rows, String name) {
    Matrices.requireFinite(rows, name);
    float[][] result = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double square = 0;
      for (float value : rows[i]) {
        square += (double) value * value;
      }
      float scale = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
      result[i] = new float[rows[i].length];
      for (int k = 0; k < rows[i].length; k++) {
        result[i][k] = rows[i][k] * scale;
      }
    }
    return result;
  }

  static double alignment(float[][] texts, float[][] videos, Relevance relevance) {
    double sum = 0;
    long pairs = 0;
    for (int text = 0; text < texts.length; text++) {
      for (int video : relevance.shared(text)) {
        sum += squaredDistance(texts[text], videos[video]);
        pairs++;
      }
    }
    return sum / pairs;
  }

  static double uniformity(float[][] rows) {
    float[][] kept = everySoManieth(rows, MOST_FOR_UNIFORMITY);
    double[] sums = new double[kept.length];
    RowBlocks.forEach(
        Similarity.dot(kept, kept),
        (i, row, offset) -> {
          double sum = 0;
          for (int j = 0; j < i; j++) {
            sum += Math.exp(-2 * Math.max(0, 2 - 2 * row[offset + j]));
          }
          sums[i] = sum;
        });
    double sum = 0;
    for (double each : sums) {
      sum += each;
    }
    return Math.log(sum / (kept.length * (kept.length - 1.0) / 2));
  }

  static double centroidDistance(float[][] one, float[][] other) {
    double[] a = Covariance.mean(one);
    double[] b = Covariance.mean(other);
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }

  /** How often each candidate is among the k best of a query. */
  static int[] occurrence(RowScores scores, int k) {
    int candidates = scores.candidates();
    AtomicIntegerArray counts = new AtomicIntegerArray(candidates);
    RowBlocks.forEach(
        scores,
        (query, row, offset) -> {
          for (int top : TopCandidates.of(row, offset, candidates, Math.min(k, candidates))) {
            counts.incrementAndGet(top);
          }
        });
    return IntStream.range(0, candidates).map(counts::get).toArray();
  }

  /** The third standardised moment; 0 for a constant. */
  static double skewness(int[] values) {
    double mean = IntStream.of(values).average().orElseThrow();
    double second = 0;
    double third = 0;
    for (int value : values) {
      double d = value - mean;
      second += d * d;
      third += d * d * d;
    }
    double n = values.length;
    return second == 0 ? 0 : (third / n) / Math.pow(second / n, 1.5);
  }

  static double effectiveRank(float[][] rows) {
    double[] singular = Covariance.singularValues(rows);
    double sum = 0;
    for (double value : singular) {
      sum += value;
    }
    double entropy = 0;
    for (double value : singular) {
      double p = value / sum;
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return Math.exp(entropy);
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double d = a[k] - b[k];
      sum += d * d;
    }
    return sum;
  }

  private static float[][] everySoManieth(float[][] rows, int most) {
    if (rows.length <= most) {
      return rows;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> rows[(int) ((long) i * rows.length / most)])
        .toArray(float[][]::new);
  }
}
