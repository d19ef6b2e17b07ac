package io.reelspace.evaluate;

/** A matrix in memory as {@link Similarity}. */
@SuppressWarnings("ArrayRecordComponent") // a matrix is shared, not compared
record MatrixSimilarity(float[][] scores) implements Similarity {

  MatrixSimilarity {
    Matrices.requireFinite(scores, "similarities");
  }

  @Override
  public int queries() {
    return scores.length;
  }

  @Override
  public int candidates() {
    return scores[0].length;
  }

  @Override
  public void rows(int from, int count, float[] into) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(scores[from + i], 0, into, i * candidates(), candidates());
    }
  }

  @Override
  public Similarity transposed() {
    float[][] turned = new float[candidates()][queries()];
    for (int i = 0; i < queries(); i++) {
      for (int j = 0; j < candidates(); j++) {
        turned[j][i] = scores[i][j];
      }
    }
    return new MatrixSimilarity(turned);
  }
}
