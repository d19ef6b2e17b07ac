package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;

/** A function of a batch's embeddings that falls as matching videos and texts come together. */
public sealed interface Loss permits PairLoss, Matryoshka {

  /**
   * The loss of a batch.
   *
   * @return a scalar that gradients flow through
   */
  NDArray evaluate(EmbeddedBatch batch);
}
