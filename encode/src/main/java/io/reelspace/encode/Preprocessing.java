package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a picture goes through before the network: a {@code preprocessor_config.json} of the model
 * hubs. A picture that arrives at the network's size is not resized, unless its margin is to be cut
 * off.
 *
 * @param sizing how a picture comes to the network's size
 * @param kernel of the resize
 * @param scale per channel, applied to the samples 0 to 255
 * @param offset per channel, added after
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Preprocessing(Sizing sizing, Resampling kernel, float[] scale, float[] offset) {

  /** How a picture comes to a size. */
  sealed interface Sizing {
    /** What reaches the network. */
    ImageSize size();
  }

  /** Without regard to the aspect ratio. */
  record Stretched(ImageSize size) implements Sizing {}

  /**
   * By the middle of what covers the size.
   *
   * @param shortEdge length to which the shorter edge is resized before the crop
   * @param rounds whether half a pixel of the crop's place is rounded to the even one, as
   *     torchvision does it; else down, as transformers does
   */
  record Covering(int shortEdge, ImageSize size, boolean rounds) implements Sizing {
    /** Whether more than the longer side is cut off. */
    boolean trims() {
      return shortEdge > Math.min(size.width(), size.height());
    }
  }

  /**
   * Whole, with a margin.
   *
   * @param fill sample of the margin, 0 to 255
   */
  record Contained(ImageSize size, int fill) implements Sizing {}

  static Preprocessing read(Path file) {
    JsonNode config = ConfigurationFile.read(file);
    try {
      return parse(config);
    } catch (IllegalArgumentException e) {
      throw new MissingModelException(
          file + ": " + e.getMessage() + ". Correct it, or copy it again.", e);
    }
  }

  static Preprocessing parse(JsonNode config) {
    int code = config.path("resample").asInt(2);
    Resampling kernel =
        Resampling.of(code)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "resample is "
                        + code
                        + "; 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 (box) and"
                        + " 5 (Hamming) exist"));
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
    return new Preprocessing(sizing(config), kernel, scale, offset);
  }

  private static Sizing sizing(JsonNode config) {
    JsonNode size = config.path("size");
    boolean crops = config.path("do_center_crop").asBoolean(false);
    JsonNode target = crops && config.has("crop_size") ? config.path("crop_size") : size;
    if (config.has("fill_color")) {
      return new Contained(size(target, Optional.empty()), config.path("fill_color").asInt());
    }
    Optional<Integer> shortEdge =
        size.has("shortest_edge")
            ? Optional.of(length(size.path("shortest_edge"), "size.shortest_edge"))
            : size.isInt() && crops ? Optional.of(length(size, "size")) : Optional.empty();
    ImageSize whole = size(target, shortEdge);
    return shortEdge
        .<Sizing>map(
            edge -> new Covering(edge, whole, config.path("crop_rounding").asText().equals("even")))
        .orElseGet(() -> new Stretched(whole));
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

  /** What reaches the network. */
  ImageSize size() {
    return sizing.size();
  }

  /** How a decoder should bring pictures to the network's size. */
  Framing framing() {
    return switch (sizing) {
      case Stretched(ImageSize size) -> new Framing.Stretched(size);
      // A picture of the network's size must not be taken for one that was trimmed already.
      case Covering covering when covering.trims() -> new Framing.Whole(covering.shortEdge());
      case Covering covering -> new Framing.Covering(covering.shortEdge(), covering.size());
      case Contained(ImageSize size, int _) ->
          new Framing.Whole(Math.max(size.width(), size.height()));
    };
  }

  /** The picture at the network's size. */
  RgbImage fit(RgbImage image) {
    boolean trims = sizing instanceof Covering covering && covering.trims();
    if (image.size().equals(size()) && !trims) {
      return image;
    }
    return switch (sizing) {
      case Stretched(ImageSize size) -> Resizer.resize(image, size, kernel);
      case Covering covering -> cover(image, covering);
      case Contained contained -> contain(image, contained);
    };
  }

  private RgbImage cover(RgbImage image, Covering covering) {
    ImageSize whole =
        new Framing.Covering(covering.shortEdge(), covering.size()).scaled(image.size());
    RgbImage resized = Resizer.resize(image, whole, kernel);
    return Canvas.middle(
        resized,
        covering.size(),
        margin(whole.width() - covering.size().width(), covering.rounds()),
        margin(whole.height() - covering.size().height(), covering.rounds()));
  }

  private static int margin(int surplus, boolean rounds) {
    return rounds ? (int) Math.rint(surplus / 2.0) : surplus / 2;
  }

  private RgbImage contain(RgbImage image, Contained contained) {
    ImageSize size = contained.size();
    double ratio =
        Math.max(
            (double) image.size().height() / size.height(),
            (double) image.size().width() / size.width());
    ImageSize whole =
        new ImageSize(
            (int) Math.max(1, Math.rint(image.size().width() / ratio)),
            (int) Math.max(1, Math.rint(image.size().height() / ratio)));
    return Canvas.padded(Resizer.resize(image, whole, kernel), size, contained.fill());
  }
}
