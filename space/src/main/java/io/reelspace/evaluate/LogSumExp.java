package io.reelspace.evaluate;

/** Logarithms of sums of exponentials, without overflow. */
final class LogSumExp {

  private LogSumExp() {}

  /** For each row {@code log sum_j exp(scale * s_j)}; rows are independent of each other. */
  static double[] ofRows(RowScores scores, double scale) {
    double[] result = new double[scores.queries()];
    RowBlocks.forEach(
        scores,
        (query, row, offset) -> {
          double max = Double.NEGATIVE_INFINITY;
          for (int j = 0; j < scores.candidates(); j++) {
            max = Math.max(max, scale * row[offset + j]);
          }
          double sum = 0;
          for (int j = 0; j < scores.candidates(); j++) {
            sum += Math.exp(scale * row[offset + j] - max);
          }
          result[query] = max + Math.log(sum);
        });
    return result;
  }
}
