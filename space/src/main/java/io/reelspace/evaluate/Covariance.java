package io.reelspace.evaluate;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Second moments of embeddings and what their eigenvectors tell. */
final class Covariance {

  private Covariance() {}

  static double[] mean(float[][] rows) {
    double[] mean = new double[rows[0].length];
    for (float[] row : rows) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += row[k];
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= rows.length;
    }
    return mean;
  }

  /** Singular values of the matrix whose rows these are, in no order. */
  static double[] singularValues(float[][] rows) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        decompose(secondMoments(rows, new double[rows[0].length]), false);
    return IntStream.range(0, eigen.getNumberOfEigenvalues())
        .mapToDouble(i -> Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal())))
        .toArray();
  }

  /** The sum over rows of {@code (row - mean)(row - mean)^T}, each entry by one thread. */
  static DMatrixRMaj secondMoments(float[][] rows, double[] mean) {
    int n = mean.length;
    DMatrixRMaj moments = new DMatrixRMaj(n, n);
    IntStream.range(0, n)
        .parallel()
        .forEach(i -> {
          double[] sums = new double[i + 1];
          for (float[] row : rows) {
            double left = row[i] - mean[i];
            for (int j = 0; j <= i; j++) {
              sums[j] += left * (row[j] - mean[j]);
            }
          }
          for (int j = 0; j <= i; j++) {
            moments.set(i, j, sums[j]);
            moments.set(j, i, sums[j]);
          }
        });
    return moments;
  }

  static EigenDecomposition_F64<DMatrixRMaj> decompose(DMatrixRMaj symmetric, boolean vectors) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, vectors, true);
    if (!eigen.decompose(symmetric)) {
      throw new IllegalStateException("the eigendecomposition did not converge");
    }
    return eigen;
  }
}
