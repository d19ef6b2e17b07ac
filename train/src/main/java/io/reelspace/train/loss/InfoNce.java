package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import io.reelspace.train.gradient.Constants;

/**
 * Symmetric InfoNCE (van den Oord et al. 2018) with a learned temperature, as in CLIP (Radford et
 * al. 2021).
 *
 * <p>With {@code s = scale * cos(video, text)}, every positive pair (i, j) is told from the
 * negatives N(i) of its video,
 *
 * <pre>
 *   l(i, j) = -log( exp s_ij / (exp s_ij + sum_{k in N(i)} exp s_ik) )
 * </pre>
 *
 * averaged over a video's texts, then over videos; the same the other way round from texts to
 * videos; the loss is the mean of both. Other texts of the same video are neither positive nor
 * negative for a pair. With one text a video this is CLIP's loss.
 *
 * <p>With label smoothing e the target of a pair is 1 - e plus e spread evenly over the pair and
 * its negatives (Szegedy et al. 2016).
 *
 * @param labelSmoothing in {@code [0, 1)}
 */
public record InfoNce(double labelSmoothing) implements PairLoss {

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray scores = batch.cosines().mul(batch.scale());
    NDArray transposed = scores.transpose();
    if (batch.paired() && labelSmoothing == 0) {
      return Constants.times(diagonal(scores).add(diagonal(transposed)), 0.5);
    }
    NDArray positive = batch.positive();
    NDArray fromVideos = direction(scores, positive);
    return Constants.times(fromVideos.add(direction(transposed, positive.transpose())), 0.5);
  }

  /** The common case in fewer passes over the matrix: cross entropy with the diagonal. */
  private static NDArray diagonal(NDArray scores) {
    int rows = Math.toIntExact(scores.getShape().get(0));
    NDArray own = scores.getManager().arange(0, rows, 1, DataType.INT64).reshape(rows, 1);
    return scores.logSoftmax(1).gather(own, 1).mean().neg();
  }

  private NDArray direction(NDArray scores, NDArray positive) {
    NDArray negative = positive.mul(-1f).add(1f);
    NDArray others = Reductions.logSumExp(scores, negative);
    NDArray crossEntropy = Activation.softPlus(others.sub(scores));
    if (labelSmoothing > 0) {
      NDArray candidates = negative.sum(new int[] {1}, true).add(1f);
      NDArray total = scores.mul(negative).sum(new int[] {1}, true).add(scores);
      // log Z - (1 - e) s_ij - e mean(s), with log Z = s_ij + crossEntropy
      crossEntropy =
          crossEntropy
              .add(Constants.times(scores, labelSmoothing))
              .sub(Constants.times(total.div(candidates), labelSmoothing));
    }
    return Reductions.meanOfRows(crossEntropy, positive);
  }
}
