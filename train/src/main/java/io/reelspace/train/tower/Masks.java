package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** What follows from a mask {@code [batch, time]} of ones and zeros. */
final class Masks {

  private Masks() {}

  /** Zero where a step exists and a large negative number where not, to be added to scores. */
  static NDArray exclusion(NDArray mask) {
    return mask.sub(1f).mul(-OnnxOperators.EXCLUDED);
  }

  /** One where any step exists, {@code [batch, 1]}. */
  static NDArray presence(NDArray mask) {
    return mask.max(new int[] {1}, true);
  }

  /** The same as ONNX. */
  static OnnxValue presence(OnnxOperators ops, OnnxValue mask) {
    return ops.maximum(mask, 1, true);
  }

  /** Softmax over an axis of {@code scores}, zero where {@code mask}, of a fitting shape, is. */
  static NDArray softmax(NDArray scores, NDArray mask, int axis) {
    return scores.add(exclusion(mask)).softmax(axis).mul(mask);
  }

  /** The same as ONNX. */
  static OnnxValue softmax(OnnxOperators ops, OnnxValue scores, OnnxValue mask, int axis) {
    return ops.times(ops.softmax(ops.plus(scores, ops.exclusion(mask)), axis), mask);
  }
}
