package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A parameter's weights and gradient where Java can reach them.
 *
 * <p>On the processor these are views of PyTorch's own memory, and a change is seen at once. On a
 * graphics card they are copies, which {@link #publish} brings back.
 */
final class HostParameter {

  private final NDArray array;
  private final boolean inPlace;
  private final FloatBuffer weights;

  HostParameter(Parameter parameter) {
    this(parameter.getArray(), !parameter.getArray().getDevice().isGpu());
  }

  HostParameter(NDArray array, boolean inPlace) {
    this.array = array;
    this.inPlace = inPlace;
    FloatBuffer own = reached(array);
    this.weights = inPlace ? own : FloatBuffer.allocate(own.capacity()).put(own).clear();
  }

  /** The weights. */
  FloatBuffer weights() {
    return weights;
  }

  /** The gradient of the last backward pass. */
  FloatBuffer gradient() {
    FloatBuffer own = reached(array.getGradient());
    return inPlace ? own : FloatBuffer.allocate(own.capacity()).put(own).clear();
  }

  /** Makes changed weights those of the parameter and empties its gradient. */
  void publish() {
    if (!inPlace) {
      array.set(weights.duplicate());
      if (array.hasGradient()) {
        array.getGradient().muli(0f);
      }
    }
  }

  /**
   * The values of an array, in place where they are to be changed there. Of an array that does not
   * lie in the order of its dimensions DJL gives a copy, another one each time: training would go
   * on without an effect.
   */
  private FloatBuffer reached(NDArray values) {
    ByteBuffer bytes = values.toByteBuffer(true);
    if (inPlace && address(bytes) != address(values.toByteBuffer(true))) {
      throw new IllegalStateException(
          values.getShape() + " does not lie in the order of its dimensions");
    }
    return bytes.asFloatBuffer();
  }

  private static long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer).address();
  }
}
