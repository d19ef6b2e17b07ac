package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** {@code L x + W2 dropout(gelu(W1 norm(x)))}, at the start {@code x}. */
final class ResidualBlock extends StageBlock {

  private final LinearBlock direct;
  private final LayerNormalisationBlock norm;
  private final LinearBlock widen;
  private final DropoutBlock dropout;
  private final LinearBlock narrow;

  ResidualBlock(int channels, int hidden, double rate) {
    super(channels);
    this.direct = part("direct", new LinearBlock(channels, channels, Initial.identity()));
    this.norm = part("norm", new LayerNormalisationBlock(channels));
    this.widen = part("widen", new LinearBlock(channels, hidden));
    this.dropout = part("dropout", new DropoutBlock(hidden, rate));
    this.narrow = part("narrow", new LinearBlock(hidden, channels, Initial.zeros()));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray wide = widen.apply(pass, norm.apply(pass, input, mask), mask);
    NDArray kept = dropout.apply(pass, Activation.gelu(wide), mask);
    return direct.apply(pass, input, mask).add(narrow.apply(pass, kept, mask));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue wide = ops.gelu(widen.write(ops, norm.write(ops, input, mask), mask));
    return ops.plus(direct.write(ops, input, mask), narrow.write(ops, wide, mask));
  }
}
