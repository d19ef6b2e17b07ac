package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/**
 * A mean over time weighted by a learned softmax; each head weighs its own share of the channels.
 * Scores start at zero, so that training starts from the plain mean.
 */
final class AttentionPoolingBlock extends StageBlock {

  private final int heads;
  private final LinearBlock score;

  AttentionPoolingBlock(int channels, int heads) {
    super(channels);
    this.heads = heads;
    this.score = part("score", new LinearBlock(channels, heads, Initial.zeros()));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray weights =
        Masks.softmax(score.apply(pass, input, mask), mask.expandDims(2), 1).expandDims(3);
    long batch = input.getShape().get(0);
    long time = input.getShape().get(1);
    NDArray shares = input.reshape(batch, time, heads, channels() / heads);
    return shares.mul(weights).sum(new int[] {1}).reshape(batch, channels());
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue scores = score.write(ops, input, mask);
    OnnxValue weights = ops.expand(Masks.softmax(ops, scores, ops.expand(mask, 2), 1), 3);
    OnnxValue shares = ops.reshape(input, 0, 0, heads, channels() / heads);
    return ops.reshape(ops.sum(ops.times(shares, weights), 1, false), 0, channels());
  }
}
