package io.reelspace.encode;

import io.reelspace.media.Clip;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;

/** The clip of real video that {@code tools/clips/fixtures.py} took, and its networks. */
final class ClipFixture {
  static final int FRAMES = 16;
  private static final Path FOLDER = Path.of("src/test/resources/io/reelspace/encode/clips");

  private ClipFixture() {}

  static Path folder(String network) {
    return FOLDER.resolve(network);
  }

  /** 16 pictures of 64 x 40. */
  static Clip clip() {
    try {
      BufferedImage all = ImageIO.read(FOLDER.resolve("clip.png").toFile());
      int height = all.getHeight() / FRAMES;
      List<RgbImage> pictures = new ArrayList<>();
      for (int t = 0; t < FRAMES; t++) {
        pictures.add(rgb(all.getSubimage(0, t * height, all.getWidth(), height)));
      }
      return new Clip(0, FRAMES / 15.0, pictures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same clip, played backward. */
  static Clip backward() {
    List<RgbImage> pictures = new ArrayList<>(clip().pictures());
    Collections.reverse(pictures);
    return new Clip(0, FRAMES / 15.0, pictures);
  }

  private static RgbImage rgb(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[i++] = (byte) (pixel >> 16);
        rgb[i++] = (byte) (pixel >> 8);
        rgb[i++] = (byte) pixel;
      }
    }
    return new RgbImage(new ImageSize(image.getWidth(), image.getHeight()), rgb);
  }
}
