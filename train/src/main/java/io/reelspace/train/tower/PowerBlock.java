package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** {@code sign(x) |x|^p} with an exponent for each channel. */
final class PowerBlock extends StageBlock {

  private final Parameter exponents;

  PowerBlock(int channels, TowerStage.Power config) {
    super(channels);
    this.exponents = fixed("exponents", new Initial.Powers(config.ranges()), channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return input.abs().pow(pass.value(exponents, input)).mul(input.sign());
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue power =
        ops.graph()
            .apply(
                "Pow",
                ops.graph().apply("Abs", input),
                ops.graph().constant(values(exponents), channels()));
    return ops.times(power, ops.graph().apply("Sign", input));
  }
}
