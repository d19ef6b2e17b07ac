package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** Layer normalisation of the last axis. */
final class LayerNormalisationBlock extends StageBlock {

  private static final float EPSILON = 1e-5f;

  private final Parameter gain;
  private final Parameter bias;

  LayerNormalisationBlock(int channels) {
    super(channels);
    this.gain = learned("gain", Initial.ones(), channels);
    this.bias = learned("bias", Initial.zeros(), channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return LayerNorm.layerNorm(
            input, new Shape(channels()), pass.value(gain, input), pass.value(bias, input), EPSILON)
        .singletonOrThrow();
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.layerNormalisation(input, values(gain), values(bias), EPSILON);
  }
}
