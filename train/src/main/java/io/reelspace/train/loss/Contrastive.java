package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.reelspace.train.gradient.Constants;

/**
 * The pairwise contrastive loss (Hadsell, Chopra and LeCun 2006) over all pairs of a batch.
 *
 * <p>With the Euclidean distance of embeddings of length one, {@code d = sqrt(2 - 2 cos)}: {@code
 * d^2 / 2} for a positive pair and {@code max(0, margin - d)^2 / 2} for a negative one. The loss is
 * the mean over the positive pairs plus the mean over the negative ones, so that the many negatives
 * of a batch do not drown the positives.
 *
 * @param margin a distance in {@code (0, 2]}
 */
public record Contrastive(double margin) implements PairLoss {

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray squared = Constants.atLeast(Constants.times(batch.cosines(), -2).add(2f), 1e-12);
    NDArray gap = Activation.relu(squared.sqrt().neg().add((float) margin));
    NDArray pull = Reductions.mean(squared, batch.positive());
    NDArray push = Reductions.mean(gap.square(), batch.negative());
    return Constants.times(pull.add(push), 0.5);
  }
}
