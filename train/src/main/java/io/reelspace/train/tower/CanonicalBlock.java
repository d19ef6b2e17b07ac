package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** A linear map that is set once, to the directions of canonical correlation. */
final class CanonicalBlock extends StageBlock {

  private final int inputs;
  private final TowerStage.Canonical config;
  private final Parameter map;

  CanonicalBlock(int inputs, TowerStage.Canonical config) {
    super(config.dimension());
    this.inputs = inputs;
    this.config = config;
    this.map = fixed("map", Initial.zeros(), inputs, config.dimension());
  }

  int inputs() {
    return inputs;
  }

  TowerStage.Canonical config() {
    return config;
  }

  void set(float[] values) {
    map.getArray().set(values);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return input.matMul(pass.value(map, input));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.matrixProduct(input, ops.graph().constant(values(map), inputs, channels()));
  }
}
