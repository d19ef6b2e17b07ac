package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.VectorUtil;

/**
 * Vectors in fewer dimensions, with nearly the same inner products: those along their principal
 * axes. Vectors of towers lie close to a space of a few hundred dimensions, whatever they have.
 */
final class Projection {

  /** Vectors of the sample that axes are fitted on. */
  static final int SAMPLE = 4096;

  /** Dimensions that are kept at least. */
  private static final int LEAST_DIMENSIONS = 256;

  /** The share of the squared lengths that is to be kept; for it, dimensions are doubled. */
  private static final double KEPT = 0.85;

  private final int dimension;

  /** {@code [dimension of the result, dimension]}; empty where vectors stay as they are. */
  private final float[][] axes;

  private Projection(int dimension, float[][] axes) {
    this.dimension = dimension;
    this.axes = axes;
  }

  /** Vectors stay as they are. */
  static Projection none(int dimension) {
    return new Projection(dimension, new float[0][]);
  }

  /**
   * Fitted on vectors.
   *
   * @param sample {@code [count, dimension]}
   */
  static Projection of(float[][] sample, int dimension) {
    if (LEAST_DIMENSIONS < dimension) {
      PrincipalAxes principal = new PrincipalAxes(sample, dimension);
      for (int count = LEAST_DIMENSIONS; count < dimension; count *= 2) {
        float[][] axes = principal.first(count);
        if (principal.share(axes) >= KEPT) {
          return new Projection(dimension, axes);
        }
      }
    }
    return none(dimension);
  }

  /** Dimensions of what {@link #of(float[])} returns. */
  int dimension() {
    return axes.length == 0 ? dimension : axes.length;
  }

  /** A vector in fewer dimensions, or itself. */
  float[] of(float[] vector) {
    if (axes.length == 0) {
      return vector;
    }
    float[] projected = new float[axes.length];
    for (int a = 0; a < axes.length; a++) {
      projected[a] = VectorUtil.dotProduct(vector, axes[a]);
    }
    return projected;
  }

  void write(IndexOutput out) throws IOException {
    out.writeInt(axes.length);
    Matrices.write(axes, out);
  }

  static Projection read(IndexInput in, int dimension) throws IOException {
    return new Projection(dimension, Matrices.read(in, in.readInt(), dimension));
  }
}
