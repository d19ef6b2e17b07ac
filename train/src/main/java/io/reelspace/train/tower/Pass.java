package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** One forward pass: where parameters come from, and whether dropout is on. */
record Pass(ParameterStore store, boolean training) {

  /** The value of a parameter on the device of {@code input}. */
  NDArray value(Parameter parameter, NDArray input) {
    return store.getValue(parameter, input.getDevice(), training);
  }
}
