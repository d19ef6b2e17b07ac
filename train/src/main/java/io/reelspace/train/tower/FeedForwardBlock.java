package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/**
 * {@code x + W2 dropout(gelu(W1 norm(x)))}: a residual MLP block, and half of a transformer layer.
 */
final class FeedForwardBlock extends StageBlock {

  private final LayerNormalisationBlock norm;
  private final LinearBlock widen;
  private final DropoutBlock dropout;
  private final LinearBlock narrow;

  FeedForwardBlock(int channels, int hidden, double rate) {
    super(channels);
    this.norm = part("norm", new LayerNormalisationBlock(channels));
    this.widen = part("widen", new LinearBlock(channels, hidden));
    this.dropout = part("dropout", new DropoutBlock(hidden, rate));
    this.narrow = part("narrow", new LinearBlock(hidden, channels));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray wide = widen.apply(pass, norm.apply(pass, input, mask), mask);
    NDArray kept = dropout.apply(pass, Activation.gelu(wide), mask);
    return input.add(narrow.apply(pass, kept, mask));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue wide = widen.write(ops, norm.write(ops, input, mask), mask);
    return ops.plus(input, narrow.write(ops, ops.gelu(wide), mask));
  }
}
