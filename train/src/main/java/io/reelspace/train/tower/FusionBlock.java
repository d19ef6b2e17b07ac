package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** A fusion as a DJL block; its inputs are the embeddings, then their presence. */
abstract class FusionBlock extends NetworkBlock {

  FusionBlock(int channels) {
    super(channels);
  }

  /**
   * Joins embeddings.
   *
   * @param embeddings one {@code [batch, channels]} for each modality
   * @param presence {@code [batch, modalities]}, one where a modality is there
   */
  abstract NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence);

  /** The same without dropout, written as ONNX. */
  abstract OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence);

  /** Joins along an axis. DJL's own concatenation of a list of one loses the gradient. */
  static NDArray join(List<NDArray> parts, int axis) {
    return parts.size() == 1 ? parts.getFirst() : NDArrays.concat(new NDList(parts), axis);
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    int modalities = inputs.size() - 1;
    return new NDList(
        apply(new Pass(store, training), inputs.subList(0, modalities), inputs.get(modalities)));
  }
}
