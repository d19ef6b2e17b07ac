package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** One modality as it is. */
final class SingleBlock extends FusionBlock {

  SingleBlock(int channels) {
    super(channels);
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    return embeddings.getFirst();
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    return embeddings.getFirst();
  }
}
