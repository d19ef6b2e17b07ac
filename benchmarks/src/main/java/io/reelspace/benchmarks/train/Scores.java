package io.reelspace.benchmarks.train;

import java.util.stream.IntStream;

/** Retrieval measures in which a tie counts in part, as a random choice would come out. */
final class Scores {

  /** Scores that differ by less are the same but for rounding. */
  private static final double SAME = 1e-5;

  private Scores() {}

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * (double) b[i];
    }
    return sum;
  }

  /** One where the first is larger, a half where both are the same. */
  static double preferred(double first, double second) {
    if (Math.abs(first - second) < SAME) {
      return 0.5;
    }
    return first > second ? 1 : 0;
  }

  /** The share of texts of which the video of the same number is among the best. */
  static double recall(float[][] texts, float[][] videos, int best) {
    return recall(texts, videos, IntStream.range(0, texts.length).toArray(), best);
  }

  /** The share of texts of which their own video is among the best. */
  static double recall(float[][] texts, float[][] videos, int[] owners, int best) {
    return IntStream.range(0, texts.length)
        .parallel()
        .mapToDouble(text -> found(texts[text], videos, owners[text], best))
        .average()
        .orElseThrow();
  }

  private static double found(float[] text, float[][] videos, int owner, int best) {
    double right = dot(text, videos[owner]);
    int better = 0;
    int same = 1;
    for (int video = 0; video < videos.length; video++) {
      if (video == owner) {
        continue;
      }
      double other = dot(text, videos[video]);
      if (Math.abs(other - right) < SAME) {
        same++;
      } else if (other > right) {
        better++;
      }
    }
    return Math.clamp((best - better) / (double) same, 0, 1);
  }
}
