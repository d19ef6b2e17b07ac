package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Embeddings side by side, each times the root of its weight; zero where missing. */
final class HalvesBlock extends FusionBlock {

  private final List<Float> factors = new ArrayList<>();

  HalvesBlock(int dimension, Fusion.Halves config) {
    super(dimension);
    double total = config.weights().stream().mapToDouble(w -> w).sum();
    config.weights().forEach(weight -> factors.add((float) Math.sqrt(weight / total)));
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    List<NDArray> parts = new ArrayList<>();
    for (int m = 0; m < embeddings.size(); m++) {
      NDArray own = presence.get(new NDIndex(":, {}:{}", m, m + 1)).mul(factors.get(m));
      parts.add(embeddings.get(m).mul(own));
    }
    return join(parts, 1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    List<OnnxValue> parts = new ArrayList<>();
    for (int m = 0; m < embeddings.size(); m++) {
      OnnxValue own = ops.times(ops.slice(presence, 1, m, m + 1L), factors.get(m));
      parts.add(ops.times(embeddings.get(m), own));
    }
    return ops.concatenate(parts, 1);
  }
}
