package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** An affine map of the last axis, {@code x W^T + b}. */
final class LinearBlock extends StageBlock {

  private final Parameter weight;
  private final Parameter bias;

  LinearBlock(int inputs, int outputs) {
    this(inputs, outputs, new Initial.Uniform(inputs));
  }

  LinearBlock(int inputs, int outputs, Initial initial) {
    super(outputs);
    this.weight = learned("weight", initial, outputs, inputs);
    this.bias = learned("bias", initial, outputs);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return Linear.linear(input, pass.value(weight, input), pass.value(bias, input))
        .singletonOrThrow();
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.linear(input, values(weight), values(bias));
  }
}
