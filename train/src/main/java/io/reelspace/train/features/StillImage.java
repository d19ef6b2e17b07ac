package io.reelspace.train.features;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes ordinary JPEG and PNG photos in this process: a data set has thousands, and a child
 * process for each takes ten times as long as the encoder. All else (rotated by EXIF, CMYK,
 * damaged, other formats) is left to the media reader.
 */
final class StillImage {

  private static final long MAX_PIXELS = 100_000_000;

  private StillImage() {}

  /** The picture, or empty when the media reader had better try. */
  static Optional<RgbImage> read(Path file) {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          stream == null ? Collections.emptyIterator() : ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        boolean plain =
            switch (reader.getFormatName()) {
              case "JPEG" -> !ExifOrientation.isRotated(Files.newInputStream(file));
              case "png" -> true;
              default -> false;
            };
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        return plain && pixels <= MAX_PIXELS ? Optional.of(rgb(reader.read(0))) : Optional.empty();
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // ImageIO throws either for damaged files
    }
  }

  private static RgbImage rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] out = new byte[3 * width * height];
    Raster raster = image.getRaster();
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      // getRGB would take the samples for linear light and brighten them
      int[] grey = raster.getSamples(0, 0, width, height, 0, (int[]) null);
      for (int i = 0; i < grey.length; i++) {
        out[3 * i] = out[3 * i + 1] = out[3 * i + 2] = (byte) grey[i];
      }
    } else {
      int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
      for (int i = 0; i < argb.length; i++) {
        out[3 * i] = (byte) (argb[i] >> 16);
        out[3 * i + 1] = (byte) (argb[i] >> 8);
        out[3 * i + 2] = (byte) argb[i];
      }
    }
    return new RgbImage(new ImageSize(width, height), out);
  }
}
