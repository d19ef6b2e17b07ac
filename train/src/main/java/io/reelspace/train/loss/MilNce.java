package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;

/**
 * MIL-NCE (Miech et al. 2020) for several weakly aligned texts of a clip, of which some may be
 * wrong: the sum over all of them must outweigh the negatives, not each alone.
 *
 * <pre>
 *   L = -mean_i log( P_i / (P_i + N_i) ),  P_i = sum_{j in texts(i)} exp s_ij
 * </pre>
 *
 * where N_i sums the pairs of clip i with other clips' texts and of its own texts with other clips.
 */
public record MilNce() implements PairLoss {

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray scores = batch.cosines().mul(batch.scale());
    NDArray positive = batch.positive();
    NDArray negative = batch.negative();
    NDArray own = Reductions.logSumExp(scores, positive);
    NDArray otherTexts = Reductions.logSumExp(scores, negative);
    // [1, texts]: each text against the clips it does not describe, then gathered by its clip
    NDArray byText = Reductions.logSumExp(scores.transpose(), negative.transpose()).transpose();
    NDArray otherClips = Reductions.logSumExp(positive.mul(0f).add(byText), positive);
    NDArray all = own.concat(otherTexts, 1).concat(otherClips, 1);
    NDArray total = Reductions.logSumExp(all, all.onesLike());
    return total.sub(own).mean();
  }
}
