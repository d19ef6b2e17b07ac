package io.reelspace.index.cluster;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** Rows of numbers in a file. */
final class Matrices {

  private Matrices() {}

  static void write(float[][] rows, IndexOutput out) throws IOException {
    for (float[] row : rows) {
      for (float value : row) {
        out.writeInt(Float.floatToIntBits(value));
      }
    }
  }

  /** {@code [rows, columns]}; of no more than the file has. */
  static float[][] read(IndexInput in, int rows, int columns) throws IOException {
    long bytes = (long) rows * columns * Float.BYTES;
    if (rows < 0 || columns < 0 || bytes > in.length() - in.getFilePointer()) {
      throw new CorruptIndexException("impossible " + rows + " x " + columns + " numbers", in);
    }
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      in.readFloats(row, 0, columns);
    }
    return matrix;
  }
}
