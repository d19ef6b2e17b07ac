package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** {@code (x - mean) * scale} with constants fitted to the training features. */
final class StandardiseBlock extends StageBlock {

  private final Parameter mean;
  private final Parameter scale;

  private final double floor;

  StandardiseBlock(int channels, double floor) {
    super(channels);
    this.floor = floor;
    this.mean = fixed("mean", Initial.zeros(), channels);
    this.scale = fixed("scale", Initial.ones(), channels);
  }

  /** Sets the constants; channels that hardly vary are left at scale one. */
  void fit(ChannelMoments moments) {
    float[] scales = new float[channels()];
    double least = floor * moments.deviation();
    for (int c = 0; c < scales.length; c++) {
      double deviation = moments.deviation(c) + least;
      scales[c] = deviation < 1e-6 ? 1f : (float) (1 / deviation);
    }
    mean.getArray().set(moments.means());
    scale.getArray().set(scales);
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return input.sub(pass.value(mean, input)).mul(pass.value(scale, input));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue centred = ops.minus(input, ops.graph().constant(values(mean), channels()));
    return ops.times(centred, ops.graph().constant(values(scale), channels()));
  }
}
