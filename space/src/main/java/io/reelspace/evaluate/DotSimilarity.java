package io.reelspace.evaluate;

import java.util.Arrays;

/**
 * Dot products, computed tile by tile.
 *
 * <p>Candidates lie in tiles of {@value #TILE}, each with its dimension outermost, so that the
 * inner loop runs over candidates that lie side by side: the compiler turns it into vector
 * instructions, and a tile stays in the cache while a block of queries passes over it. Each dot
 * product adds its terms in the same order wherever it stands, so equal embeddings get equal
 * scores.
 */
final class DotSimilarity implements Similarity {

  private static final int TILE = 256;
  private static final int UNROLL = 4;

  private final float[][] queries;
  private final float[][] candidates;
  private final int dimension;

  /** {@code [tiles, dimension, TILE]}; laid out when the first scores are asked for. */
  private float[][] tiles = {};

  private DotSimilarity(float[][] queries, float[][] candidates, int dimension) {
    this.queries = queries;
    this.candidates = candidates;
    this.dimension = dimension;
  }

  static DotSimilarity of(float[][] queries, float[][] candidates) {
    int dimension = Matrices.requireFinite(queries, "query embeddings");
    Matrices.requireSameColumns(
        dimension,
        "query embeddings",
        Matrices.requireFinite(candidates, "candidate embeddings"),
        "candidate embeddings");
    return new DotSimilarity(queries, candidates, dimension);
  }

  @Override
  public int queries() {
    return queries.length;
  }

  @Override
  public int candidates() {
    return candidates.length;
  }

  @Override
  public Similarity transposed() {
    return new DotSimilarity(candidates, queries, dimension);
  }

  @Override
  public void rows(int from, int count, float[] scores) {
    float[][] tiles = tiles();
    float[] first = new float[TILE];
    float[] second = new float[TILE];
    for (int t = 0; t < tiles.length; t++) {
      int column = t * TILE;
      int width = Math.min(TILE, candidates.length - column);
      for (int i = 0; i < count; i += 2) {
        int other = Math.min(i + 1, count - 1); // an odd last query is simply done twice
        multiply(queries[from + i], queries[from + other], tiles[t], first, second);
        System.arraycopy(first, 0, scores, i * candidates.length + column, width);
        System.arraycopy(second, 0, scores, other * candidates.length + column, width);
      }
    }
  }

  /** Two queries at once, four dimensions at once: a candidate's value is loaded once for both. */
  private void multiply(float[] a, float[] b, float[] tile, float[] sumA, float[] sumB) {
    Arrays.fill(sumA, 0);
    Arrays.fill(sumB, 0);
    int k = 0;
    for (; k + UNROLL <= dimension; k += UNROLL) {
      multiplyFour(a, b, k, tile, sumA, sumB);
    }
    for (; k < dimension; k++) {
      for (int j = 0; j < TILE; j++) {
        float c = tile[k * TILE + j];
        sumA[j] = Math.fma(a[k], c, sumA[j]);
        sumB[j] = Math.fma(b[k], c, sumB[j]);
      }
    }
  }

  private static void multiplyFour(
      float[] a, float[] b, int k, float[] tile, float[] sumA, float[] sumB) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    float b0 = b[k];
    float b1 = b[k + 1];
    float b2 = b[k + 2];
    float b3 = b[k + 3];
    int row = k * TILE;
    for (int j = 0; j < TILE; j++) {
      float c0 = tile[row + j];
      float c1 = tile[row + TILE + j];
      float c2 = tile[row + 2 * TILE + j];
      float c3 = tile[row + 3 * TILE + j];
      sumA[j] = Math.fma(a3, c3, Math.fma(a2, c2, Math.fma(a1, c1, Math.fma(a0, c0, sumA[j]))));
      sumB[j] = Math.fma(b3, c3, Math.fma(b2, c2, Math.fma(b1, c1, Math.fma(b0, c0, sumB[j]))));
    }
  }

  private synchronized float[][] tiles() {
    if (tiles.length == 0) {
      float[][] laid = new float[(candidates.length + TILE - 1) / TILE][dimension * TILE];
      for (int i = 0; i < candidates.length; i++) {
        float[] tile = laid[i / TILE];
        for (int k = 0; k < dimension; k++) {
          tile[k * TILE + i % TILE] = candidates[i][k];
        }
      }
      tiles = laid;
    }
    return tiles;
  }
}
