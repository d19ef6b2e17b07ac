package io.reelspace.cli;

import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Medium;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small JPEG pictures of media, for reports. */
final class Thumbnails {

  /** Pixels of the longer side. */
  private static final int SIDE = 220;

  private static final float QUALITY = 0.72f;

  private final MediaReader reader;

  Thumbnails(MediaReader reader) {
    this.reader = reader;
  }

  /** Pictures by number; media that do not decode have none. */
  Map<Integer, byte[]> of(Set<Integer> numbers, IntFunction<Medium> media) {
    Map<Integer, byte[]> pictures = new ConcurrentHashMap<>();
    numbers.parallelStream()
        .forEach(
            number -> picture(media.apply(number)).ifPresent(jpeg -> pictures.put(number, jpeg)));
    return pictures;
  }

  private Optional<byte[]> picture(Medium medium) {
    try {
      ImageSize size = fitted(reader.probe(medium.file()).size());
      try (SegmentStream stream = reader.segments(medium.file(), Sampler.DEFAULT, size)) {
        double from = medium.part().map(part -> part.start()).orElse(0.0);
        Optional<Segment> segment = stream.next();
        while (segment.isPresent() && segment.get().end() <= from) {
          segment = stream.next();
        }
        return segment.map(found -> jpeg(middle(found).image()));
      }
    } catch (UnreadableMediaException e) {
      return Optional.empty();
    }
  }

  private static Frame middle(Segment segment) {
    return segment.frames().get(segment.frames().size() / 2);
  }

  private static ImageSize fitted(ImageSize size) {
    double scale = Math.min(1, (double) SIDE / Math.max(size.width(), size.height()));
    return new ImageSize(
        (int) Math.max(1, Math.round(scale * size.width())),
        (int) Math.max(1, Math.round(scale * size.height())));
  }

  private static byte[] jpeg(RgbImage picture) {
    int width = picture.size().width();
    int height = picture.size().height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    for (int i = 0; i < width * height; i++) {
      int value =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % width, i / width, value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be written to memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
