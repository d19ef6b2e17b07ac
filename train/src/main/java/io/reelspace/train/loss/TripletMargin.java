package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Triplet loss with margin in both directions, negatives taken from the batch.
 *
 * <pre>
 *   L = mean over positive pairs (i, j) of max(0, margin - cos_ij + cos_in)
 * </pre>
 *
 * plus the same from texts to videos, where n is a negative of i:
 *
 * <ul>
 *   <li>{@link Negatives#RANDOM}: any, evenly;
 *   <li>{@link Negatives#SEMI_HARD}: the most similar one that is less similar than the positive;
 *       where there is none, the least similar (FaceNet, Schroff et al. 2015; its squared distances
 *       are {@code 2 - 2 cos}, so its margin is twice this one);
 *   <li>{@link Negatives#HARDEST}: the most similar one (VSE++, Faghri et al. 2018).
 * </ul>
 *
 * @param margin in cosine, in {@code (0, 2]}
 */
public record TripletMargin(double margin, Negatives negatives) implements PairLoss {

  /** How a negative is chosen. */
  public enum Negatives {
    RANDOM,
    SEMI_HARD,
    HARDEST
  }

  @Override
  public NDArray evaluate(EmbeddedBatch batch) {
    NDArray cosines = batch.cosines();
    NDArray positive = batch.positive();
    return direction(cosines, positive).add(direction(cosines.transpose(), positive.transpose()));
  }

  private NDArray direction(NDArray cosines, NDArray positive) {
    NDArray counts = positive.sum(new int[] {1});
    int most = Math.max(1, (int) counts.max().getFloat());
    NDArray others = cosines.add(positive.mul(Reductions.EXCLUDED));
    NDList top = positive.topK(most, 1);
    NDArray there = top.get(0);
    NDArray own = cosines.gather(top.get(1), 1);
    NDArray sum = there.getManager().zeros(new Shape(1));
    for (int k = 0; k < most; k++) {
      NDIndex column = new NDIndex(":, {}:{}", k, k + 1);
      NDArray similarity = own.get(column);
      NDArray gap = negative(others, positive, similarity).sub(similarity);
      sum = sum.add(Activation.relu(gap.add((float) margin)).mul(there.get(column)).sum());
    }
    return sum.div(there.sum().maximum(1f)).sum();
  }

  /**
   * Similarity of the chosen negative of each row, {@code [rows, 1]}; far below any cosine where a
   * row has none.
   *
   * @param others cosines, with those of positive cells far below all others
   * @param own {@code [rows, 1]}, the similarity of the positive
   */
  private NDArray negative(NDArray others, NDArray positive, NDArray own) {
    return switch (negatives) {
      case HARDEST -> others.max(new int[] {1}, true);
      case RANDOM -> {
        NDArray draw = others.getManager().randomUniform(0, 1, others.getShape(), DataType.FLOAT32);
        NDArray index = draw.sub(positive).argMax(1).expandDims(1);
        yield others.gather(index, 1);
      }
      case SEMI_HARD -> {
        NDArray tooHard = others.gte(own).toType(DataType.FLOAT32, false);
        NDArray hard = others.add(tooHard.mul(Reductions.EXCLUDED)).max(new int[] {1}, true);
        NDArray open = others.add(positive.mul(-2 * Reductions.EXCLUDED));
        NDArray easiest = open.min(new int[] {1}, true);
        NDArray none = others.min(new int[] {1}, true);
        NDArray fallback = NDArrays.where(easiest.lt(2f), easiest, none);
        yield NDArrays.where(hard.gt(Reductions.EXCLUDED / 2), hard, fallback);
      }
    };
  }
}
