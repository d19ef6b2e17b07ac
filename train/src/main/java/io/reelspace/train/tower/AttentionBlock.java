package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.reelspace.train.gradient.Constants;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/**
 * Multi-head self-attention with a residual: {@code x + dropout(W (softmax(QK^T / sqrt(d)) V))}
 * over the normalised input; steps that do not exist are not looked at.
 */
final class AttentionBlock extends StageBlock {

  private final int heads;
  private final int size;
  private final LayerNormalisationBlock norm;
  private final LinearBlock queriesKeysValues;
  private final LinearBlock join;
  private final DropoutBlock weightDropout;
  private final DropoutBlock dropout;

  AttentionBlock(int channels, int heads, double rate) {
    super(channels);
    this.heads = heads;
    this.size = channels / heads;
    this.norm = part("norm", new LayerNormalisationBlock(channels));
    this.queriesKeysValues = part("qkv", new LinearBlock(channels, 3 * channels));
    this.join = part("join", new LinearBlock(channels, channels));
    this.weightDropout = part("weight-dropout", new DropoutBlock(channels, rate));
    this.dropout = part("dropout", new DropoutBlock(channels, rate));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    long batch = input.getShape().get(0);
    long time = input.getShape().get(1);
    NDList parts = queriesKeysValues.apply(pass, norm.apply(pass, input, mask), mask).split(3, 2);
    NDArray queries = heads(parts.get(0), batch, time);
    NDArray keys = heads(parts.get(1), batch, time);
    NDArray values = heads(parts.get(2), batch, time);
    NDArray scores =
        Constants.times(queries.matMul(keys.transpose(0, 1, 3, 2)), 1 / Math.sqrt(size));
    NDArray open = scores.add(Masks.exclusion(mask).expandDims(1).expandDims(1));
    NDArray weights = weightDropout.apply(pass, open.softmax(3), mask);
    NDArray joined = weights.matMul(values).transpose(0, 2, 1, 3).reshape(batch, time, channels());
    return input.add(dropout.apply(pass, join.apply(pass, joined, mask), mask));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue all = queriesKeysValues.write(ops, norm.write(ops, input, mask), mask);
    OnnxValue queries = heads(ops, all, 0);
    OnnxValue keys = heads(ops, all, 1);
    OnnxValue values = heads(ops, all, 2);
    OnnxValue scores =
        ops.times(
            ops.matrixProduct(queries, ops.transpose(keys, 0, 1, 3, 2)),
            (float) (1 / Math.sqrt(size)));
    OnnxValue closed = ops.expand(ops.expand(ops.exclusion(mask), 1), 1);
    OnnxValue weights = ops.softmax(ops.plus(scores, closed), 3);
    OnnxValue mixed = ops.transpose(ops.matrixProduct(weights, values), 0, 2, 1, 3);
    OnnxValue joined = ops.reshape(mixed, 0, 0, channels());
    return ops.plus(input, join.write(ops, joined, mask));
  }

  private NDArray heads(NDArray part, long batch, long time) {
    return part.reshape(batch, time, heads, size).transpose(0, 2, 1, 3);
  }

  private OnnxValue heads(OnnxOperators ops, OnnxValue all, int part) {
    long from = (long) part * channels();
    OnnxValue own = ops.slice(all, 2, from, from + channels());
    return ops.transpose(ops.reshape(own, 0, 0, heads, size), 0, 2, 1, 3);
  }
}
