package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Optional;

/**
 * One forward pass: where parameters come from, and whether dropout is on.
 *
 * @param masks what dropout keeps; where empty, PyTorch draws it
 */
record Pass(ParameterStore store, boolean training, Optional<DropoutMasks> masks) {

  /** A pass in which PyTorch draws what dropout keeps. */
  Pass(ParameterStore store, boolean training) {
    this(store, training, Optional.empty());
  }

  /** The value of a parameter on the device of {@code input}. */
  NDArray value(Parameter parameter, NDArray input) {
    return store.getValue(parameter, input.getDevice(), training);
  }
}
