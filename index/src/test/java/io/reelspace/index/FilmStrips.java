package io.reelspace.index;

import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/**
 * Reads PNG files as films: one plain picture below another, one a second, a segment each. Real
 * files that decode in this process, for tests of what comes after decoding.
 */
final class FilmStrips implements MediaReader {

  static final int SIDE = 8;

  /** Frames handed out so far. */
  final AtomicInteger decoded = new AtomicInteger();

  /** Writes a film of one second for each colour. */
  static Path write(Path file, Color... colours) throws IOException {
    BufferedImage strip =
        new BufferedImage(SIDE, SIDE * colours.length, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    for (int i = 0; i < colours.length; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(0, i * SIDE, SIDE, SIDE);
    }
    graphics.dispose();
    Files.createDirectories(file.getParent());
    try (var out = Files.newOutputStream(file)) {
      ImageIO.write(strip, "png", out);
    }
    return file;
  }

  @Override
  public MediaProbe probe(Path file) {
    BufferedImage strip = read(file);
    int seconds = strip.getHeight() / SIDE;
    return new MediaProbe("png", "png", new ImageSize(SIDE, SIDE), 0, OptionalDouble.of(seconds));
  }

  private static BufferedImage read(Path file) {
    try (var in = Files.newInputStream(file)) {
      BufferedImage strip = ImageIO.read(in);
      if (strip == null) {
        throw new UnreadableMediaException(file + ": not a picture");
      }
      return strip;
    } catch (IOException e) {
      throw new UnreadableMediaException(file + ": cannot be read", e);
    }
  }

  @Override
  public SegmentStream segments(Path file, Excerpt excerpt, Sampler sampler, ImageSize frameSize) {
    if (!excerpt.equals(Excerpt.WHOLE)) {
      throw new UnsupportedOperationException("films are read as a whole");
    }
    return segments(file, sampler, frameSize);
  }

  @Override
  public SegmentStream segments(Path file, Sampler sampler, ImageSize frameSize) {
    MediaProbe probe = probe(file);
    BufferedImage strip = read(file);
    return new SegmentStream() {
      private int next;

      @Override
      public MediaProbe probe() {
        return probe;
      }

      @Override
      public Optional<Segment> next() {
        if (next == strip.getHeight() / SIDE) {
          return Optional.empty();
        }
        decoded.incrementAndGet();
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
          int pixel = strip.getRGB(i % SIDE, next * SIDE + i / SIDE);
          rgb[3 * i] = (byte) (pixel >> 16);
          rgb[3 * i + 1] = (byte) (pixel >> 8);
          rgb[3 * i + 2] = (byte) pixel;
        }
        Frame frame = new Frame(next, new RgbImage(new ImageSize(SIDE, SIDE), rgb));
        next++;
        return Optional.of(new Segment(next - 1, next, List.of(frame)));
      }

      @Override
      public List<String> warnings() {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }
}
