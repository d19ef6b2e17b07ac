package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The oracle is how the pictures are mixed. */
class MixtureTest {

  private static final RgbImage OLD = Pictures.scene(1);
  private static final RgbImage NEW = Pictures.scene(2);

  @Test
  void aDissolveIsItsMixture() {
    Mixture.Fit fit = fit(Pictures.mix(OLD, NEW, 0.3));
    assertEquals(0.7, fit.before(), 0.01);
    assertEquals(0.3, fit.after(), 0.01);
    assertEquals(0, fit.residual(), 1e-4);
  }

  @Test
  void aFadeThroughGreyIsAMixtureToo() {
    Mixture.Fit fit = fit(Pictures.mix(NEW, Pictures.plain(200, 200, 200), 0.6));
    assertEquals(0, fit.before(), 0.01);
    assertEquals(0.4, fit.after(), 0.01);
    assertEquals(0, fit.residual(), 1e-4);
  }

  /** Patches of independent colours: of a third picture the other two explain next to nothing. */
  @Test
  void anotherPictureIsNot() {
    double residual = fit(Pictures.scene(3)).residual();
    assertTrue(residual > 0.4, "residual " + residual);
  }

  @Test
  void betweenAPlainPictureAndAnotherItIsTheShareOfTheOther() {
    ColorLayout black = ColorLayout.of(0, Pictures.plain(0, 0, 0));
    Mixture mixture = new Mixture(black, ColorLayout.of(1, NEW));
    Mixture.Fit fit = mixture.fit(ColorLayout.of(0.5, Pictures.mix(OLD, NEW, 1)));
    assertEquals(1, fit.after(), 0.01);
    assertTrue(fit.residual() < 1e-4);
  }

  private static Mixture.Fit fit(RgbImage picture) {
    return new Mixture(ColorLayout.of(0, OLD), ColorLayout.of(1, NEW))
        .fit(ColorLayout.of(0.5, picture));
  }
}
