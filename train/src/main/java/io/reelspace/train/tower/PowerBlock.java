package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.gradient.Constants;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** {@code sign(x) |x|^p} with an exponent for each channel. */
final class PowerBlock extends StageBlock {

  private static final float GENTLE = 1e-5f;

  private final Parameter exponents;

  PowerBlock(int channels, TowerStage.Power config) {
    super(channels);
    this.exponents = fixed("exponents", new Initial.Powers(config.ranges()), channels);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray size = input.abs();
    NDArray power = size.pow(pass.value(exponents, input));
    if (pass.training()) {
      // A root is infinitely steep at zero, where its slope would be no number at all: the value is
      // the root's, the slope that of a root which stops growing steeper.
      NDArray gentle = Constants.atLeast(size, GENTLE).pow(pass.value(exponents, input));
      power = gentle.add(power.sub(gentle).stopGradient());
    }
    return power.mul(input.sign());
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
