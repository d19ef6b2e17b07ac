package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a picture goes through before the network: a {@code preprocessor_config.json} of the model
 * hubs. A picture that arrives at the network's size is not resized.
 *
 * @param shortEdge length to which the shorter edge is resized before the crop; empty when pictures
 *     are resized to the network's size without regard to their aspect ratio
 * @param size what reaches the network
 * @param kernel of the resize
 * @param scale per channel, applied to the samples 0 to 255
 * @param offset per channel, added after
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Preprocessing(
    Optional<Integer> shortEdge, ImageSize size, Resampling kernel, float[] scale, float[] offset) {

  static Preprocessing read(Path file) {
    JsonNode config = ConfigurationFile.read(file);
    try {
      return parse(config);
    } catch (IllegalArgumentException e) {
      throw new MissingModelException(
          file + ": " + e.getMessage() + ". Correct it, or copy it again.", e);
    }
  }

  private static Preprocessing parse(JsonNode config) {
    JsonNode size = config.path("size");
    boolean crops = config.path("do_center_crop").asBoolean(false);
    JsonNode target = crops && config.has("crop_size") ? config.path("crop_size") : size;
    Optional<Integer> shortEdge =
        size.has("shortest_edge")
            ? Optional.of(length(size.path("shortest_edge"), "size.shortest_edge"))
            : size.isInt() && crops ? Optional.of(length(size, "size")) : Optional.empty();
    int code = config.path("resample").asInt(2);
    Resampling kernel =
        Resampling.of(code)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "resample is " + code + "; 1 (Lanczos), 2 (bilinear), 3 (bicubic) exist"));
    double factor =
        config.path("do_rescale").asBoolean(true)
            ? config.path("rescale_factor").asDouble(1 / 255.0)
            : 1;
    boolean normalises = config.path("do_normalize").asBoolean(true);
    float[] scale = new float[3];
    float[] offset = new float[3];
    for (int c = 0; c < 3; c++) {
      double mean = normalises ? channel(config, "image_mean", c) : 0;
      double deviation = normalises ? channel(config, "image_std", c) : 1;
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("image_std must be positive");
      }
      scale[c] = (float) (factor / deviation);
      offset[c] = (float) (-mean / deviation);
    }
    return new Preprocessing(shortEdge, size(target, shortEdge), kernel, scale, offset);
  }

  private static ImageSize size(JsonNode target, Optional<Integer> shortEdge) {
    if (target.isInt()) {
      return new ImageSize(length(target, "size"), length(target, "size"));
    }
    if (!target.has("height") && shortEdge.isPresent()) {
      return new ImageSize(shortEdge.get(), shortEdge.get());
    }
    return new ImageSize(
        length(target.path("width"), "size.width"), length(target.path("height"), "size.height"));
  }

  private static int length(JsonNode node, String key) {
    if (!node.isInt() || node.asInt() < 1 || node.asInt() > 4096) {
      throw new IllegalArgumentException(key + " must be a whole number from 1 to 4096");
    }
    return node.asInt();
  }

  private static double channel(JsonNode config, String key, int c) {
    JsonNode value = config.path(key).path(c);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(key + " must hold three numbers");
    }
    return value.asDouble();
  }

  /** The picture at the network's size. */
  RgbImage fit(RgbImage image) {
    if (image.size().equals(size)) {
      return image;
    }
    if (shortEdge.isEmpty()) {
      return Resizer.resize(image, size, kernel);
    }
    int width = image.size().width();
    int height = image.size().height();
    long edge = shortEdge.get();
    long shorter = Math.min(width, height);
    ImageSize whole =
        new ImageSize(
            (int) Math.max(size.width(), edge * width / shorter),
            (int) Math.max(size.height(), edge * height / shorter));
    return crop(Resizer.resize(image, whole, kernel));
  }

  private RgbImage crop(RgbImage image) {
    int left = (image.size().width() - size.width()) / 2;
    int top = (image.size().height() - size.height()) / 2;
    byte[] rgb = new byte[3 * size.width() * size.height()];
    for (int y = 0; y < size.height(); y++) {
      int from = 3 * ((top + y) * image.size().width() + left);
      System.arraycopy(image.rgb(), from, rgb, 3 * y * size.width(), 3 * size.width());
    }
    return new RgbImage(size, rgb);
  }
}
