package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Gated embedding units {@code z = W1 x + b1; y = unit(z * sigmoid(W2 z + b2))}, weighed by a
 * softmax of one learned score of each input over the modalities that are there.
 */
final class GatedEmbeddingsBlock extends FusionBlock {

  /** The parts of one expert. */
  private record Expert(LinearBlock map, LinearBlock gate, LinearBlock score) {}

  private final List<Expert> experts = new ArrayList<>();

  GatedEmbeddingsBlock(List<Integer> inputs, int dimension) {
    super(dimension);
    for (int channels : inputs) {
      experts.add(
          new Expert(
              part("map", new LinearBlock(channels, dimension)),
              part("gate", new LinearBlock(dimension, dimension)),
              part("score", new LinearBlock(channels, 1, Initial.zeros()))));
    }
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    List<NDArray> units = new ArrayList<>();
    List<NDArray> scores = new ArrayList<>();
    for (int m = 0; m < experts.size(); m++) {
      Expert expert = experts.get(m);
      NDArray input = embeddings.get(m);
      NDArray mapped = expert.map().apply(pass, input, presence);
      NDArray gate = Activation.sigmoid(expert.gate().apply(pass, mapped, presence));
      units.add(NormaliseBlock.unit(mapped.mul(gate), 1));
      scores.add(expert.score().apply(pass, input, presence));
    }
    NDArray weights = Masks.softmax(join(scores, 1), presence, 1);
    return WeightedMeanBlock.stack(units).mul(weights.expandDims(2)).sum(new int[] {1});
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    List<OnnxValue> units = new ArrayList<>();
    List<OnnxValue> scores = new ArrayList<>();
    for (int m = 0; m < experts.size(); m++) {
      Expert expert = experts.get(m);
      OnnxValue input = embeddings.get(m);
      OnnxValue mapped = expert.map().write(ops, input, presence);
      OnnxValue gate = ops.graph().apply("Sigmoid", expert.gate().write(ops, mapped, presence));
      units.add(ops.normalise(ops.times(mapped, gate), 1));
      scores.add(expert.score().write(ops, input, presence));
    }
    OnnxValue weights = Masks.softmax(ops, ops.concatenate(scores, 1), presence, 1);
    OnnxValue tokens = WeightedMeanBlock.stack(ops, units);
    return ops.sum(ops.times(tokens, ops.expand(weights, 2)), 1, false);
  }
}
