package io.reelspace.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which embeddings differ most, found by the eigendecomposition of their
 * covariance (PCA, Hotelling 1933).
 *
 * @param mean {@code [dimension]}
 * @param axes {@code [components, dimension]}: unit vectors, by falling variance; each points where
 *     its largest entry is positive, so that equal data give equal axes
 * @param variances along the axes, of samples (divided by n - 1)
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PrincipalComponents(double[] mean, double[][] axes, double[] variances) {

  /**
   * Finds all components.
   *
   * @param rows {@code [rows, dimension]}, at least two
   * @throws io.reelspace.error.BadInputException when rows differ in length or are not finite
   */
  public static PrincipalComponents of(float[][] rows) {
    int dimension = Matrices.requireFinite(rows, "rows to fit principal components on");
    double[] mean = Covariance.mean(rows);
    DMatrixRMaj moments = Covariance.secondMoments(rows, mean);
    EigenDecomposition_F64<DMatrixRMaj> eigen = Covariance.decompose(moments, true);
    int[] order =
        IntStream.range(0, dimension)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] axes = new double[dimension][];
    double[] variances = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      axes[c] = positive(eigen.getEigenVector(order[c]).getData().clone());
      variances[c] =
          Math.max(0, eigen.getEigenvalue(order[c]).getReal()) / Math.max(1, rows.length - 1);
    }
    return new PrincipalComponents(mean, axes, variances);
  }

  private static double[] positive(double[] axis) {
    int largest = 0;
    for (int i = 1; i < axis.length; i++) {
      if (Math.abs(axis[i]) > Math.abs(axis[largest])) {
        largest = i;
      }
    }
    if (axis[largest] < 0) {
      for (int i = 0; i < axis.length; i++) {
        axis[i] = -axis[i];
      }
    }
    return axis;
  }

  /** The share of all variance that lies along an axis, 0 to 1. */
  public double share(int axis) {
    double sum = 0;
    for (double variance : variances) {
      sum += variance;
    }
    return sum == 0 ? 0 : variances[axis] / sum;
  }

  /**
   * The coordinates of a row along the first axes, from the mean.
   *
   * @return {@code [count]}
   */
  public double[] coordinates(float[] row, int count) {
    double[] coordinates = new double[count];
    for (int c = 0; c < count; c++) {
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += (row[i] - mean[i]) * axes[c][i];
      }
      coordinates[c] = sum;
    }
    return coordinates;
  }
}
