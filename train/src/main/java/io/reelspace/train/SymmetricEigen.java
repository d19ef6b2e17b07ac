package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The eigenvalues of a symmetric matrix, largest first, and their vectors.
 *
 * @param values never below a tiny positive number
 * @param vectors column by column, of length one
 */
record SymmetricEigen(List<Double> values, List<DMatrixRMaj> vectors) {

  private static final double LEAST = 1e-12;

  SymmetricEigen {
    values = List.copyOf(values);
    vectors = List.copyOf(vectors);
  }

  /** Decomposes a matrix in double precision. */
  static SymmetricEigen of(NDArray symmetric) {
    int size = Math.toIntExact(symmetric.getShape().get(0));
    float[] given = symmetric.toFloatArray();
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        // rounding leaves the two halves of a product a little apart
        matrix.set(i, j, ((double) given[i * size + j] + given[j * size + i]) / 2);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(matrix)) {
      throw new IllegalStateException("no eigenvalues were found");
    }
    List<Integer> order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .toList();
    return new SymmetricEigen(
        order.stream().map(i -> Math.max(eigen.getEigenvalue(i).getReal(), LEAST)).toList(),
        order.stream().map(eigen::getEigenVector).toList());
  }

  int size() {
    return values.size();
  }

  /** The first vectors, each times its value to a power; {@code [size, count]}. */
  NDArray scaled(NDManager manager, int count, double exponent) {
    float[] scaled = new float[size() * count];
    for (int c = 0; c < count; c++) {
      double factor = Math.pow(values.get(c), exponent);
      for (int i = 0; i < size(); i++) {
        scaled[i * count + c] = (float) (vectors.get(c).get(i, 0) * factor);
      }
    }
    return manager.create(scaled, new Shape(size(), count));
  }
}
