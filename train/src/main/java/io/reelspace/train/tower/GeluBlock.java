package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** The Gaussian error linear unit. */
final class GeluBlock extends StageBlock {

  GeluBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return Activation.gelu(input);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.gelu(input);
  }
}
