package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.reelspace.train.tower.EmbeddingNetwork;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Embeds all rows of a side without dropout or augmentation. */
final class Embeddings {

  private static final int BATCH = 512;

  private Embeddings() {}

  /** {@code [rows, dimension]}. */
  static float[][] of(DualEncoder encoder, EmbeddingNetwork side, SideReader reader, int rows) {
    int dimension = side.dimension();
    float[][] all = new float[rows][];
    for (int from = 0; from < rows; from += BATCH) {
      int[] batch = IntStream.range(from, Math.min(from + BATCH, rows)).toArray();
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray embedding = encoder.embed(side, reader.read(encoder.manager(), batch), false);
        float[] values = embedding.toFloatArray();
        for (int i = 0; i < batch.length; i++) {
          all[from + i] = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
        }
      }
    }
    return all;
  }
}
