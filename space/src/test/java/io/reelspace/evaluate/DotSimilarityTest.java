package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotSimilarityTest {

  @Test
  void multipliesAsTheDefinitionSaysAtOddSizes() {
    long seed = 11;
    Random random = new Random(seed);
    for (int[] size : new int[][] {{1, 1, 1}, {17, 255, 6}, {16, 256, 4}, {33, 600, 13}}) {
      float[][] queries = random(random, size[0], size[2]);
      float[][] candidates = random(random, size[1], size[2]);
      Similarity similarity = Similarity.dot(queries, candidates);
      float[] row = new float[size[1]];
      for (int q = 0; q < size[0]; q++) {
        similarity.rows(q, 1, row);
        for (int c = 0; c < size[1]; c++) {
          assertEquals(dot(queries[q], candidates[c]), row[c], 1e-5, "seed " + seed);
        }
      }
      float[] turned = new float[size[0] * size[1]];
      similarity.transposed().rows(0, size[1], turned);
      assertEquals(row[size[1] - 1], turned[size[0] * size[1] - 1]);
    }
  }

  @Test
  void givesEqualEmbeddingsEqualScoresWhereverTheyStand() {
    float[][] queries = random(new Random(3), 5, 30);
    float[][] candidates = new float[700][];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = queries[0].clone();
    }
    Similarity similarity = Similarity.dot(queries, candidates);
    float[] alone = new float[700];
    float[] block = new float[5 * 700];
    similarity.rows(0, 5, block);
    for (int q = 0; q < 5; q++) {
      similarity.rows(q, 1, alone);
      float[] same = new float[700];
      Arrays.fill(same, alone[0]);
      assertArrayEquals(same, alone);
      assertEquals(alone[0], block[q * 700 + 699]);
    }
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThrows(BadInputException.class, () -> Similarity.dot(new float[2][3], new float[2][4]));
    assertThrows(BadInputException.class, () -> Similarity.dot(new float[0][3], new float[2][3]));
    assertThrows(
        BadInputException.class,
        () -> Similarity.dot(new float[][] {{1, 2}, {1}}, new float[][] {{1, 2}}));
  }

  private static float[][] random(Random random, int rows, int columns) {
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      for (int k = 0; k < columns; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}
