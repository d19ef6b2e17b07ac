package io.reelspace.train;

import ai.djl.ndarray.NDArray;

/**
 * Arrays that the backward pass still needs when their scope has ended.
 *
 * <p>An array that is made of values of Java lies in a buffer of Java, without a copy. PyTorch
 * keeps the array for the backward pass, but not the buffer: once the array is closed here, the
 * garbage collector may give its memory to others, and the gradient is made of whatever lies there
 * then.
 */
final class NativeCopies {

  private NativeCopies() {}

  /** The same values in memory of PyTorch's own, which it frees when nothing needs it any more. */
  static NDArray of(NDArray array) {
    return array.duplicate();
  }
}
