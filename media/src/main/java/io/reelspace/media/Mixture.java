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

  private final ColorLayout a;
  private final ColorLayout b;
  private final double aa;
  private final double ab;
  private final double bb;
  private final double difference;

  Mixture(ColorLayout before, ColorLayout after) {
    a = before;
    b = after;
    aa = a.energy();
    ab = a.product(b);
    bb = b.energy();
    difference = Math.max(aa + bb - 2 * ab, 1e-9);
  }

  Fit fit(ColorLayout picture) {
    double fa = picture.product(a);
    double fb = picture.product(b);
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
        picture.energy()
            - 2 * (before * fa + after * fb)
            + before * before * aa
            + 2 * before * after * ab
            + after * after * bb;
    return new Fit(before, after, Math.max(0, residual) / difference);
  }
}
