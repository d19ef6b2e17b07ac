package io.reelspace.evaluate;

/**
 * Dual softmax (Cheng et al., 2021, CAMoE): each similarity is multiplied by the softmax over
 * queries of the same candidate's similarities, {@code s_ij * exp(scale s_ij) / sum_q exp(scale
 * s_qj)}. A candidate that many queries like is worth less to each. Uses all test queries at once.
 *
 * @param scale the inverse temperature of the softmax; 100 is what CLIP multiplies cosines by
 */
public record DualSoftmax(double scale) implements ScoreAdjustment {

  /** Lies above every logarithm of a product here, so that negative products stay lowest. */
  private static final float BELOW_ZERO = 1e4f;

  /** Scale 100. */
  public static final DualSoftmax DEFAULT = new DualSoftmax(100);

  /** Refuses a scale that is not positive. */
  public DualSoftmax {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the scale must be positive: " + scale);
    }
  }

  @Override
  public String name() {
    return "dual softmax";
  }

  @Override
  public RowScores adjust(Similarity raw) {
    double[] norms = LogSumExp.ofRows(raw.transposed(), scale);
    return new AdjustedRows(
        raw,
        (row, offset) -> {
          for (int j = 0; j < norms.length; j++) {
            float s = row[offset + j];
            row[offset + j] = monotone(s, scale * s - norms[j]);
          }
        });
  }

  /**
   * Orders as {@code s * exp(logPrior)} does, in logarithms: the product itself would underflow and
   * tie nearly everything at zero.
   */
  private static float monotone(float s, double logPrior) {
    if (s > 0) {
      return (float) (Math.log(s) + logPrior);
    }
    if (s < 0) {
      return (float) -(Math.log(-s) + logPrior) - 2 * BELOW_ZERO;
    }
    return -BELOW_ZERO;
  }
}
