package io.reelspace.media;

/**
 * Pictures as mixtures of two others and a plain grey, fitted by least squares.
 *
 * <p>The grey is taken care of by removing the mean luma from every picture, which leaves two
 * unknowns.
 */
final class Mixture {

  /**
   * The best mixture for one picture.
   *
   * @param before weight of the first picture
   * @param after weight of the second picture
   * @param residual square of what the mixture leaves, as a part of the square of the difference of
   *     the two pictures
   */
  record Fit(double before, double after, double residual) {}

  private final float[] a;
  private final float[] b;
  private final double aa;
  private final double ab;
  private final double bb;
  private final double difference;

  Mixture(ColorLayout before, ColorLayout after) {
    a = centred(before.cells());
    b = centred(after.cells());
    aa = dot(a, a);
    ab = dot(a, b);
    bb = dot(b, b);
    difference = Math.max(aa + bb - 2 * ab, 1e-9);
  }

  Fit fit(ColorLayout picture) {
    float[] f = centred(picture.cells());
    double fa = dot(f, a);
    double fb = dot(f, b);
    double determinant = aa * bb - ab * ab;
    double before;
    double after;
    if (determinant < 1e-6 * aa * bb || aa < 1e-9 || bb < 1e-9) {
      // One of them is plain, or both are alike: the mixture lies on the line between them.
      after = (fb - fa - ab + aa) / difference;
      before = 1 - after;
    } else {
      before = (fa * bb - fb * ab) / determinant;
      after = (fb * aa - fa * ab) / determinant;
    }
    // A shot is blended in at most as bright as it is.
    before = Math.clamp(before, 0.0, 1.0);
    after = Math.clamp(after, 0.0, 1.0);
    double residual =
        dot(f, f)
            - 2 * (before * fa + after * fb)
            + before * before * aa
            + 2 * before * after * ab
            + after * after * bb;
    return new Fit(before, after, Math.max(0, residual) / difference);
  }

  private static float[] centred(float[] cells) {
    int plane = cells.length / 3;
    float sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += cells[i];
    }
    float mean = sum / plane;
    float[] centred = cells.clone();
    for (int i = 0; i < plane; i++) {
      centred[i] -= mean;
    }
    return centred;
  }

  private static double dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (double) sum0 + sum1 + sum2 + sum3;
  }
}
