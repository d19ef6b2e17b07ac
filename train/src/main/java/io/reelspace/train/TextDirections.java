package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Directions of a space at which texts about one thing lie, and other texts do not.
 *
 * <p>A sound could simply lie where the text of its label lies. But "a dog barks" lies near "a dog
 * runs", and a video of the latter kind is not to be found by a bark under it. So each direction is
 * the least-squares classifier (with a ridge; Hoerl and Kennard, 1970) that is 1 for the texts of
 * its own label, and 0 for those of all others and for captions of pictures.
 */
final class TextDirections {

  private TextDirections() {}

  /**
   * Fits directions.
   *
   * @param labels texts of each label, {@code [labels][texts, dimension]}, of length one
   * @param captions texts that speak of none of the labels, {@code [captions, dimension]}
   * @param ridge as a share of the mean variance of a dimension
   * @return {@code [labels, dimension]}, of length one
   */
  static float[][] fit(List<float[][]> labels, float[][] captions, double ridge) {
    DualEncoder.engine();
    int dimension = labels.getFirst()[0].length;
    try (NDManager manager = NDManager.newBaseManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray moments = manager.zeros(new Shape(dimension, dimension));
      if (captions.length > 0) {
        moments.addi(secondMoment(manager.create(captions)));
      }
      float[][] means = new float[labels.size()][];
      for (int l = 0; l < labels.size(); l++) {
        NDArray texts = manager.create(labels.get(l));
        moments.addi(secondMoment(texts).div((float) labels.size()));
        means[l] = texts.mean(new int[] {0}).toFloatArray();
      }
      float trace = moments.mul(manager.eye(dimension)).sum().getFloat();
      NDArray ridged = moments.add(manager.eye(dimension).mul((float) (ridge * trace / dimension)));
      NDArray solved =
          CanonicalCorrelation.solve(ridged, manager.create(means).transpose()).transpose();
      NDArray lengths = solved.square().sum(new int[] {1}, true).sqrt();
      float[] flat = solved.div(lengths).toFloatArray();
      float[][] directions = new float[labels.size()][dimension];
      for (int l = 0; l < directions.length; l++) {
        System.arraycopy(flat, l * dimension, directions[l], 0, dimension);
      }
      return directions;
    }
  }

  private static NDArray secondMoment(NDArray rows) {
    return rows.transpose().matMul(rows).div((float) rows.getShape().get(0));
  }
}
