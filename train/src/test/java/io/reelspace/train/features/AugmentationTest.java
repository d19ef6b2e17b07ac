package io.reelspace.train.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

  /** Pixel (x, y) is (10 y + x, 100 + 10 y + x, 200 + x). */
  private static RgbImage numbered(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[i++] = (byte) (10 * y + x);
        rgb[i++] = (byte) (100 + 10 * y + x);
        rgb[i++] = (byte) (200 + x);
      }
    }
    return new RgbImage(new ImageSize(width, height), rgb);
  }

  private static byte[] bytes(int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return bytes;
  }

  @Test
  void mirrorsPixelByPixel() {
    RgbImage flipped = HorizontalFlip.flip(numbered(3, 2));
    assertEquals(new ImageSize(3, 2), flipped.size());
    assertArrayEquals(
        bytes(
            2, 102, 202, 1, 101, 201, 0, 100, 200, //
            12, 112, 202, 11, 111, 201, 10, 110, 200),
        flipped.rgb());
    RgbImage image = numbered(4, 4);
    assertSame(image, new HorizontalFlip(0).apply(image, new SplittableRandom(1)));
    assertArrayEquals(
        image.rgb(),
        HorizontalFlip.flip(new HorizontalFlip(1).apply(image, new SplittableRandom(1))).rgb());
  }

  @Test
  void cutsOutPixelByPixel() {
    RgbImage crop = RandomResizedCrop.crop(numbered(4, 3), 1, 1, new ImageSize(2, 2));
    assertArrayEquals(bytes(11, 111, 201, 12, 112, 202, 21, 121, 201, 22, 122, 202), crop.rgb());
  }

  @Test
  void cropsStayWithinTheAreasAndAspectRatiosAskedFor() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    RandomResizedCrop crop = new RandomResizedCrop(.25, .5, .75, 4 / 3.0);
    RgbImage image = numbered(200, 160);
    Set<ImageSize> sizes = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      RgbImage cut = crop.apply(image, random);
      double area = (double) cut.size().width() * cut.size().height() / (200 * 160);
      double aspect = (double) cut.size().width() / cut.size().height();
      assertTrue(area > .245 && area < .505, area + ", seed " + seed);
      assertTrue(aspect > .74 && aspect < 1.35, aspect + ", seed " + seed);
      // its first pixel tells where it was cut; blue is 200 + x, and x + width fits
      assertTrue((cut.rgb()[2] & 0xff) - 200 + cut.size().width() <= 200, "seed " + seed);
      sizes.add(cut.size());
    }
    assertTrue(sizes.size() > 100, sizes.size() + " sizes, seed " + seed);
  }

  @Test
  void takesTheLargestCentredCropWhereNoDrawFits() {
    // a whole picture of 9:1 has no crop of 90 % and at most 2:1
    RgbImage cut =
        new RandomResizedCrop(.9, 1, .5, 2).apply(numbered(18, 2), new SplittableRandom(5));
    assertEquals(new ImageSize(4, 2), cut.size());
    assertArrayEquals(bytes(7, 107, 207), Arrays.copyOf(cut.rgb(), 3));
  }

  @ParameterizedTest
  @CsvSource({
    "brightness,0.7",
    "brightness,1.25",
    "contrast,0.7",
    "contrast,1.25",
    "saturation,0.7",
    "saturation,1.25"
  })
  void changesColoursAsPillowDoes(String kind, double factor) throws IOException {
    JsonNode oracle;
    try (InputStream in = getClass().getResourceAsStream("/features/colour.json")) {
      oracle = new ObjectMapper().readTree(in);
    }
    RgbImage image =
        new RgbImage(
            new ImageSize(oracle.get("width").asInt(), oracle.get("height").asInt()),
            samples(oracle.get("pixels")));
    RgbImage changed =
        switch (kind) {
          case "brightness" -> ColorJitter.brightness(image, factor);
          case "contrast" -> ColorJitter.contrast(image, factor);
          default -> ColorJitter.saturation(image, factor);
        };
    byte[] expected = samples(oracle.get(kind + "-" + factor));
    for (int i = 0; i < expected.length; i++) {
      // Pillow blends in single precision
      assertEquals(expected[i] & 0xff, changed.rgb()[i] & 0xff, 1, kind + ", sample " + i);
    }
  }

  private static byte[] samples(JsonNode array) {
    byte[] samples = new byte[array.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) array.get(i).asInt();
    }
    return samples;
  }

  @Test
  void viewsFollowFromSeedSourceAndNumber() {
    Views views =
        new Views(
            3, List.of(RandomResizedCrop.DEFAULT, new HorizontalFlip(.5), ColorJitter.DEFAULT), 42);
    RgbImage image = numbered(40, 30);
    assertSame(image, views.view(image, "a.jpg", 0));
    RgbImage one = views.view(image, "a.jpg", 1);
    assertArrayEquals(one.rgb(), views.view(image, "a.jpg", 1).rgb());
    assertNotEquals(one.size(), views.view(image, "a.jpg", 2).size());
    assertNotEquals(one.size(), views.view(image, "b.jpg", 1).size());
    assertNotEquals(
        one.size(), new Views(3, views.augmentations(), 43).view(image, "a.jpg", 1).size());
    assertThrows(IllegalArgumentException.class, () -> new Views(2, List.of(), 0));
  }
}
