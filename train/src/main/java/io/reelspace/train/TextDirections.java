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

  /** So little that nothing but directions without texts is left. */
  private static final float ALMOST_NOTHING = 1e-4f;

  private TextDirections() {}

  /**
   * Directions fitted to texts.
   *
   * @param labels {@code [labels, dimension]}, each of length one
   * @param elsewhere {@code [dimension]} of length one, orthogonal to the labels, where hardly any
   *     text lies: what is doubtful is turned towards it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Directions(float[][] labels, float[] elsewhere) {}

  /**
   * Fits directions.
   *
   * @param labels texts of each label, {@code [labels][texts, dimension]}, of length one
   * @param captions texts that speak of none of the labels, {@code [captions, dimension]}
   * @param ridge as a share of the mean variance of a dimension
   */
  static Directions fit(List<float[][]> labels, float[][] captions, double ridge) {
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
      NDArray directions = unit(solved);
      // Solving with any vector turns it away from where texts vary.
      NDArray rare = moments.add(manager.eye(dimension).mul(ALMOST_NOTHING * trace / dimension));
      NDArray any = manager.arange(dimension).mul(0.7f).sin().reshape(dimension, 1);
      NDArray away = CanonicalCorrelation.solve(rare, any).transpose();
      NDArray gram = directions.matMul(directions.transpose());
      NDArray along = CanonicalCorrelation.solve(gram, directions.matMul(away.transpose()));
      NDArray elsewhere = unit(away.sub(along.transpose().matMul(directions)));
      float[] flat = directions.toFloatArray();
      float[][] rows = new float[labels.size()][dimension];
      for (int l = 0; l < rows.length; l++) {
        System.arraycopy(flat, l * dimension, rows[l], 0, dimension);
      }
      return new Directions(rows, elsewhere.toFloatArray());
    }
  }

  private static NDArray unit(NDArray rows) {
    return rows.div(rows.square().sum(new int[] {1}, true).sqrt());
  }

  private static NDArray secondMoment(NDArray rows) {
    return rows.transpose().matMul(rows).div((float) rows.getShape().get(0));
  }
}
