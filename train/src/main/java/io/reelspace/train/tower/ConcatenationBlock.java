package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Embeddings side by side, zero where missing, and a linear map. */
final class ConcatenationBlock extends FusionBlock {

  private final LinearBlock projection;

  ConcatenationBlock(int inputs, int dimension) {
    super(dimension);
    this.projection = part("projection", new LinearBlock(inputs, dimension));
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    List<NDArray> there = new ArrayList<>();
    for (int m = 0; m < embeddings.size(); m++) {
      NDArray own = presence.get(new NDIndex(":, {}:{}", m, m + 1));
      there.add(embeddings.get(m).mul(own));
    }
    return projection.apply(pass, join(there, 1), presence);
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    List<OnnxValue> there = new ArrayList<>();
    for (int m = 0; m < embeddings.size(); m++) {
      there.add(ops.times(embeddings.get(m), ops.slice(presence, 1, m, m + 1)));
    }
    return projection.write(ops, ops.concatenate(there, 1), presence);
  }
}
