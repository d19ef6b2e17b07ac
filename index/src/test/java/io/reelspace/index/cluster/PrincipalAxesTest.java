package io.reelspace.index.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

final class PrincipalAxesTest {

  private static final int DIMENSION = 320;

  /** Vectors whose coordinate d has the deviation .97^d, so that the shares are known. */
  private static float[][] vectors(int count) {
    Random random = new Random(7);
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) (random.nextGaussian() * Math.pow(.97, d));
      }
    }
    return vectors;
  }

  @Test
  void axesAreOrthonormal() {
    float[][] axes = new PrincipalAxes(vectors(1000), DIMENSION).first(64);
    for (int a = 0; a < axes.length; a++) {
      for (int b = 0; b <= a; b++) {
        assertEquals(a == b ? 1 : 0, VectorUtil.dotProduct(axes[a], axes[b]), 1e-5);
      }
    }
  }

  @Test
  void theyHoldTheShareOfTheLongestCoordinates() {
    PrincipalAxes principal = new PrincipalAxes(vectors(20_000), DIMENSION);
    for (int count : new int[] {8, 32, 64}) {
      double share = (1 - Math.pow(.97 * .97, count)) / (1 - Math.pow(.97 * .97, DIMENSION));
      assertEquals(share, principal.share(principal.first(count)), .02, count + " axes");
    }
  }

  @Test
  void moreAxesThanTheVectorsSpanAreZero() {
    float[][] axes = new PrincipalAxes(vectors(20), DIMENSION).first(64);
    long lost = 0;
    for (float[] axis : axes) {
      double square = VectorUtil.dotProduct(axis, axis);
      assertTrue(square < 1e-6 || Math.abs(square - 1) < 1e-4, "length: " + square);
      lost += square < 1e-6 ? 1 : 0;
    }
    assertTrue(new PrincipalAxes(vectors(20), DIMENSION).share(axes) > .999);
    assertTrue(lost <= 44, "lost: " + lost);
  }

  @Test
  void vectorsOnFewAxesKeepTheirInnerProducts() {
    Random random = new Random(11);
    float[][] basis = new PrincipalAxes(vectors(1000), DIMENSION).first(100);
    float[][] vectors = new float[2000][DIMENSION];
    for (float[] vector : vectors) {
      for (float[] axis : basis) {
        double length = random.nextGaussian();
        for (int d = 0; d < DIMENSION; d++) {
          vector[d] += (float) (length * axis[d]);
        }
      }
      VectorUtil.l2normalize(vector);
    }
    Projection projection = Projection.of(vectors, DIMENSION);
    assertEquals(256, projection.dimension());
    for (int i = 1; i < 100; i++) {
      assertEquals(
          VectorUtil.dotProduct(vectors[0], vectors[i]),
          VectorUtil.dotProduct(projection.of(vectors[0]), projection.of(vectors[i])),
          1e-3);
    }
  }

  @Test
  void vectorsOfNoStructureStayAsTheyAre() {
    Random random = new Random(13);
    float[][] vectors = new float[3000][600];
    for (float[] vector : vectors) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) random.nextGaussian();
      }
    }
    Projection projection = Projection.of(vectors, 600);
    assertTrue(projection.dimension() >= 512, "dimension: " + projection.dimension());
  }

  @Test
  void codesAreOffByHalfAStepAtMost() {
    float[][] vectors = vectors(10);
    Codes codes = Codes.of(vectors);
    byte[] code = new byte[DIMENSION];
    for (float[] vector : vectors) {
      codes.encode(vector, code);
      for (int d = 0; d < DIMENSION; d++) {
        assertEquals(vector[d], code[d] * codes.step(), .501 * codes.step());
      }
    }
  }
}
