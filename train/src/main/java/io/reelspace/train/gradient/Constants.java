package io.reelspace.train.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Constants on the path of a gradient.
 *
 * <p>An array that DJL makes of values of Java lies in a buffer of Java, without a copy; so does
 * the number of {@code mul(Number)} and its like, which DJL closes at once. PyTorch keeps such an
 * array for the backward pass, but not its buffer: the garbage collector may give the memory to
 * others before, and the gradient is made of whatever lies there then. What is made here lies in
 * PyTorch's own memory.
 */
public final class Constants {

  private Constants() {}

  /** The same values, in memory that PyTorch frees when nothing needs it any more. */
  public static NDArray copy(NDArray array) {
    return array.duplicate();
  }

  /** Each value times a factor. */
  public static NDArray times(NDArray array, double factor) {
    try (NDArray number = number(array, factor)) {
      return array.mul(number);
    }
  }

  /** Each value divided by a number. */
  public static NDArray over(NDArray array, double divisor) {
    try (NDArray number = number(array, divisor)) {
      return array.div(number);
    }
  }

  /** Each value, or the least one where it is below. */
  public static NDArray atLeast(NDArray array, double least) {
    try (NDArray number = number(array, least)) {
      return array.maximum(number);
    }
  }

  private static NDArray number(NDArray beside, double value) {
    return beside.getManager().full(new Shape(), (float) value, DataType.FLOAT32);
  }
}
