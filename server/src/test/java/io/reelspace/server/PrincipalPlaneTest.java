package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.evaluate.PrincipalComponents;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

  @Test
  void itIsThatOfTheEigendecomposition() {
    Random random = new Random(5);
    int dimension = 24;
    List<float[]> rows = IntStream.range(0, 300).mapToObj(_ -> row(random, dimension)).toList();
    PrincipalPlane plane = PrincipalPlane.of(rows);
    PrincipalComponents oracle = PrincipalComponents.of(rows.toArray(float[][]::new));
    for (int axis = 0; axis < 2; axis++) {
      double cosine = 0;
      for (int i = 0; i < dimension; i++) {
        cosine += plane.axes()[axis][i] * oracle.axes()[axis][i];
      }
      assertEquals(1, Math.abs(cosine), 1e-2, "axis " + axis);
    }
  }

  @Test
  void rowsThatAreAllTheSameLieInOnePlace() {
    float[] row = {1, 2, 3};
    double[] at = PrincipalPlane.of(List.of(row, row)).coordinates(row);
    assertEquals(0, at[0], 1e-9);
    assertEquals(0, at[1], 1e-9);
  }

  /** Spread most along the first dimension, less along the second, little along the others. */
  private static float[] row(Random random, int dimension) {
    float[] row = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      row[i] = (float) (random.nextGaussian() * (i == 0 ? 5 : i == 1 ? 2 : 0.3) + i);
    }
    return row;
  }
}
