package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ColorLayoutTest {

  /**
   * Two by one pixels, red (255, 0, 0) and blue (0, 0, 255), by hand: luma of red 0.299 x 255 =
   * 76.245, of blue 0.114 x 255 = 29.07; Cb of red 0.564 x -76.245 = -43.002, of blue 0.564 x
   * 225.93 = 127.425; Cr of red 0.713 x 178.755 = 127.452, of blue 0.713 x -29.07 = -20.727.
   */
  @Test
  void cellsAreTheHandComputedLumaAndChroma() {
    ColorLayout layout = ColorLayout.of(0, redAndBlue());
    float[] expected = {76.245f - 128, 29.07f - 128, -43.002f, 127.425f, 127.452f, -20.727f};
    assertEquals(expected.length, layout.cells().length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], layout.cells()[i], 1e-2f, "cell " + i);
    }
  }

  /** Half of each difference lies on either side of the mean: 23.5875, 85.2135 and 74.0895. */
  @Test
  void contrastIsTheHandComputedSpread() {
    double expected = Math.sqrt(23.5875 * 23.5875 + 85.2135 * 85.2135 + 74.0895 * 74.0895);
    assertEquals(expected, ColorLayout.of(0, redAndBlue()).contrast(), 1e-2);
  }

  /** The swapped picture differs by 47.175 + 170.427 + 148.179 in both cells. */
  @Test
  void distanceIsTheHandComputedMeanOfAbsoluteDifferences() {
    byte[] swapped = {0, 0, (byte) 255, (byte) 255, 0, 0};
    ColorLayout other = ColorLayout.of(0, new RgbImage(new ImageSize(2, 1), swapped));
    assertEquals(47.175 + 170.427 + 148.179, ColorLayout.of(0, redAndBlue()).distance(other), 1e-2);
  }

  @Test
  void aGreyPictureHasNoContrastAndLiesItsGreyLevelFromBlack() {
    ColorLayout grey = ColorLayout.of(0, Pictures.plain(90, 90, 90));
    assertEquals(0, grey.contrast(), 1e-2);
    assertEquals(90, grey.distance(ColorLayout.of(1, Pictures.plain(0, 0, 0))), 1e-2);
  }

  @Test
  void aPortraitPictureHasMoreRowsThanColumns() {
    RgbImage portrait = new RgbImage(new ImageSize(36, 64), new byte[3 * 36 * 64]);
    assertEquals(3 * 9 * 16, ColorLayout.of(0, portrait).cells().length);
  }

  @Test
  void aPictureOfOnePixelHasOneCell() {
    RgbImage pixel = new RgbImage(new ImageSize(1, 1), new byte[] {10, 10, 10});
    assertEquals(10 - 128, ColorLayout.of(0, pixel).cells()[0], 1e-3f);
  }

  private static RgbImage redAndBlue() {
    return new RgbImage(new ImageSize(2, 1), new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});
  }

  /** The swapped picture holds the same colours elsewhere; the grey one other colours. */
  @Test
  void thePaletteDistanceDoesNotSeeWhereColoursAre() {
    byte[] swapped = {0, 0, (byte) 255, (byte) 255, 0, 0};
    ColorLayout other = ColorLayout.of(0, new RgbImage(new ImageSize(2, 1), swapped));
    assertEquals(0, ColorLayout.of(0, redAndBlue()).paletteDistance(other), 1e-3);
    ColorLayout dark = ColorLayout.of(0, Pictures.plain(10, 10, 10));
    ColorLayout light = ColorLayout.of(0, Pictures.plain(50, 50, 50));
    assertEquals(40, dark.paletteDistance(light), 1e-2);
  }

  /** Lumas 10, 20, 30 and 90 against 20, 40, 60 and 10: Pearson's r by hand is -0.4915. */
  @Test
  void likenessIsTheCorrelationOfLumas() {
    ColorLayout a = greys(10, 20, 30, 90);
    assertEquals(1, a.likeness(greys(15, 25, 35, 95)), 1e-6);
    assertEquals(-1, a.likeness(greys(100, 90, 80, 20)), 1e-6);
    assertEquals(-0.4915, a.likeness(greys(20, 40, 60, 10)), 1e-3);
  }

  @Test
  void barsThatAreBlackInBothDoNotMakePicturesAlike() {
    assertEquals(-1, greys(0, 0, 50, 100).likeness(greys(0, 0, 100, 50)), 1e-6);
  }

  /** A row of grey pixels. */
  private static ColorLayout greys(int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levels[i / 3];
    }
    return ColorLayout.of(0, new RgbImage(new ImageSize(levels.length, 1), rgb));
  }
}
