package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;

/** Sums and means that several losses share. */
final class Reductions {

  /** Added to a score that must not count. */
  static final float EXCLUDED = -1e9f;

  private Reductions() {}

  /** {@code log sum exp} over the second axis where {@code mask} is one, {@code [rows, 1]}. */
  static NDArray logSumExp(NDArray scores, NDArray mask) {
    NDArray open = scores.add(mask.sub(1f).mul(-EXCLUDED));
    NDArray top = open.max(new int[] {1}, true).stopGradient();
    return open.sub(top).exp().sum(new int[] {1}, true).log().add(top);
  }

  /** The mean of the values where {@code mask} is one; zero where it never is. */
  static NDArray mean(NDArray values, NDArray mask) {
    return values.mul(mask).sum().div(mask.sum().maximum(1f));
  }

  /** The mean over each row's masked values, then over the rows that have any. */
  static NDArray meanOfRows(NDArray values, NDArray mask) {
    NDArray counts = mask.sum(new int[] {1});
    NDArray rows = values.mul(mask).sum(new int[] {1}).div(counts.maximum(1f));
    return rows.sum().div(counts.minimum(1f).sum().maximum(1f));
  }
}
