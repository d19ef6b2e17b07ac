package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** A stage of a tower as a DJL block that also knows itself in ONNX. */
abstract class StageBlock extends NetworkBlock {

  /** A stage with so many channels in its output. */
  StageBlock(int channels) {
    super(channels);
  }

  /**
   * Applies the stage.
   *
   * @param input {@code [batch, time, channels]}, or {@code [batch, channels]} behind the pooling
   * @param mask {@code [batch, time]}
   */
  abstract NDArray apply(Pass pass, NDArray input, NDArray mask);

  /** The same as {@link #apply} without dropout, written as ONNX. */
  abstract OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask);

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return new NDList(apply(new Pass(store, training), inputs.get(0), inputs.get(1)));
  }
}
