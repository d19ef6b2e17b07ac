package io.reelspace.evaluate;

/** Scores that are the same in both directions, such as dot products of embeddings. */
public interface Similarity extends RowScores {

  /** The same scores with queries and candidates in each other's place. */
  Similarity transposed();

  /**
   * Dot products of embeddings, which are cosine similarities where the embeddings have length one.
   *
   * @param queries {@code [queries, dimension]}
   * @param candidates {@code [candidates, dimension]}
   * @throws io.reelspace.error.BadInputException when either is empty, the dimensions differ, or a
   *     value is not finite
   */
  static Similarity dot(float[][] queries, float[][] candidates) {
    return DotSimilarity.of(queries, candidates);
  }

  /**
   * A similarity matrix that is there already.
   *
   * @param scores {@code [queries, candidates]}; not copied
   * @throws io.reelspace.error.BadInputException when it is empty, ragged, or a value is not finite
   */
  static Similarity of(float[][] scores) {
    return new MatrixSimilarity(scores);
  }
}
