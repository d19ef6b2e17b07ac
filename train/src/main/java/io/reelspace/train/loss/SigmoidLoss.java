package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.gradient.Constants;

/**
 * The sigmoid loss of SigLIP (Zhai et al. 2023): every pair of a batch is a yes-or-no question.
 *
 * <pre>
 *   L = 1/V sum_i sum_j log(1 + exp(-z_ij (scale * cos_ij + bias)))
 * </pre>
 *
 * with z = 1 for texts of the video and -1 for others, over V videos. Scale and bias are learned;
 * the paper starts them at 10 and -10.
 */
public record SigmoidLoss() implements PairLoss {

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray logits = batch.cosines().mul(batch.scale()).add(batch.bias());
    NDArray signs = batch.positive().mul(2f).sub(1f);
    NDArray terms = Activation.softPlus(logits.mul(signs).neg());
    return Constants.over(terms.sum(), (double) batch.videos().getShape().get(0));
  }
}
