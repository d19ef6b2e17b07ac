package io.reelspace.server;

import io.reelspace.index.IndexedVideo;
import io.reelspace.media.Renditions;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes a sheet of frames of a video: of a short one in one go, of a long one frame by frame. */
final class Sheets {

  static final int WIDTH = 200;

  /** Up to here decoding all is quicker than starting a process for each frame, in seconds. */
  private static final double SHORT = 90;

  private Sheets() {}

  static byte[] make(Renditions renditions, IndexedVideo video, Path file) {
    int columns = PictureRoutes.COLUMNS;
    int rows = PictureRoutes.ROWS;
    return video.duration() <= SHORT
        ? renditions.sheet(file, video.duration(), columns, rows, WIDTH)
        : composed(renditions, video, file, columns, rows);
  }

  private static byte[] composed(
      Renditions renditions, IndexedVideo video, Path file, int columns, int rows) {
    try {
      BufferedImage sheet = null;
      Graphics2D graphics = null;
      for (int i = 0; i < columns * rows; i++) {
        double time = video.duration() * (i + 0.5) / (columns * rows);
        BufferedImage frame =
            ImageIO.read(new ByteArrayInputStream(renditions.frame(file, time, WIDTH)));
        if (sheet == null) {
          sheet =
              new BufferedImage(
                  columns * frame.getWidth(), rows * frame.getHeight(), BufferedImage.TYPE_INT_RGB);
          graphics = sheet.createGraphics();
        }
        graphics.drawImage(
            frame, i % columns * frame.getWidth(), i / columns * frame.getHeight(), null);
      }
      graphics.dispose();
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(sheet, "jpeg", jpeg);
      return jpeg.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a sheet could not be written to memory", e);
    }
  }
}
