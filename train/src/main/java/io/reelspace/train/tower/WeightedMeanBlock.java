package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** A softmax of one logit for each modality weighs embeddings of length one. */
final class WeightedMeanBlock extends FusionBlock {

  private final int modalities;
  private final Parameter logits;

  WeightedMeanBlock(int channels, int modalities, Fusion.WeightedMean config) {
    super(channels);
    this.modalities = modalities;
    Initial initial =
        config.weights().isEmpty() ? Initial.zeros() : new Initial.Logs(config.weights());
    this.logits =
        config.learned()
            ? learned("logits", initial, modalities)
            : fixed("logits", initial, modalities);
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    NDArray tokens = stack(embeddings.stream().map(e -> NormaliseBlock.unit(e, 1)).toList());
    NDArray scores = presence.mul(0f).add(pass.value(logits, presence));
    NDArray weights = Masks.softmax(scores, presence, 1);
    return tokens.mul(weights.expandDims(2)).sum(new int[] {1});
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    OnnxValue tokens = stack(ops, embeddings.stream().map(e -> ops.normalise(e, 1)).toList());
    OnnxValue scores =
        ops.plus(ops.times(presence, 0f), ops.graph().constant(values(logits), 1, modalities));
    OnnxValue weights = Masks.softmax(ops, scores, presence, 1);
    return ops.sum(ops.times(tokens, ops.expand(weights, 2)), 1, false);
  }

  /** {@code [batch, modalities, channels]} of {@code [batch, channels]} each. */
  static NDArray stack(List<NDArray> embeddings) {
    return join(embeddings.stream().map(e -> e.expandDims(1)).toList(), 1);
  }

  /** The same as ONNX. */
  static OnnxValue stack(OnnxOperators ops, List<OnnxValue> embeddings) {
    return ops.concatenate(embeddings.stream().map(e -> ops.expand(e, 1)).toList(), 1);
  }
}
