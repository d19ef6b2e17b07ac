package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The small random models that {@code tools/encoders/families.py} makes. */
final class Families {
  static final Path FOLDER = Path.of("src/test/resources/io/reelspace/encode/families");

  private Families() {}

  static JsonNode expected(String family) {
    return ConfigurationFile.read(FOLDER.resolve(family).resolve("expected.json"));
  }

  static EncoderImport importing(
      String family, Optional<String> within, ModelPrecision precision, ImportKind kind) {
    return new EncoderImport(FOLDER.resolve(family), within, family, kind, precision, Map.of());
  }

  static ImportedEncoder into(Path store, String family) {
    return importing(family, Optional.empty(), ModelPrecision.FLOAT32, new ImportKind.Automatic())
        .into(store, false, Fixtures.INFERENCE);
  }

  static RgbImage photo(String name) {
    try {
      BufferedImage image = ImageIO.read(FOLDER.resolve("photos").resolve(name).toFile());
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vector of length one in the same direction. */
  static float[] unit(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += value * value;
    }
    float[] unit = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      unit[i] = (float) (row[i] / Math.sqrt(squares));
    }
    return unit;
  }
}
