package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.MissingModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings what the libraries write of preprocessing to the one form that {@link Preprocessing}
 * reads, with everything that they leave to their code said.
 */
final class PictureConfiguration {
  private static final Map<String, Integer> KERNELS =
      Map.of("nearest", 0, "lanczos", 1, "bilinear", 2, "bicubic", 3, "box", 4, "hamming", 5);

  /** Those of CLIP, which OpenCLIP takes where nothing else is said. */
  private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};

  private static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};

  private PictureConfiguration() {}

  /**
   * What the files of a model say.
   *
   * @throws MissingModelException when none says anything, or something that cannot be
   */
  static JsonNode of(ModelFolder folder, JsonNode config, Optional<ImportKind.Shape> shape) {
    if (shape.isPresent()) {
      return ofShape(shape.get());
    }
    Optional<JsonNode> openClip =
        folder
            .json("preprocess_cfg.json", "visual/preprocess_cfg.json")
            .or(() ->
                folder
                    .json("open_clip_config.json")
                    .map(all -> withSize(all.path("preprocess_cfg"), all.path("model_cfg"))));
    if (openClip.isPresent()) {
      return ofOpenClip(withSize(openClip.get(), config));
    }
    Optional<Path> file = folder.find("preprocessor_config.json", "processor_config.json");
    if (file.isPresent()) {
      return ofTransformers(file.get());
    }
    if (config.has("pretrained_cfg")) {
      return ofTimm(config.path("pretrained_cfg"));
    }
    if (config.has("vision_cfg")) {
      return ofOpenClip(withSize(JsonNodeFactory.instance.objectNode(), config));
    }
    throw new MissingModelException(
        "No preprocessor_config.json in "
            + folder.place()
            + ", nor another file that says how pictures are prepared (processor_config.json,"
            + " open_clip_config.json, preprocess_cfg.json, config.json with pretrained_cfg)."
            + " Copy it there, or say it with --size, --resize, --mean and --std.");
  }

  private static JsonNode ofShape(ImportKind.Shape shape) {
    ObjectNode made = made(2, 1 / 255.0);
    cover(made, shape.resize(), shape.size(), shape.size(), true);
    shape.mean().forEach(made.putArray("image_mean")::add);
    shape.deviation().forEach(made.putArray("image_std")::add);
    return made;
  }

  private static ObjectNode made(int kernel, double factor) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.put("resample", kernel).put("do_rescale", true).put("rescale_factor", factor);
    return made.put("do_normalize", true);
  }

  private static void cover(ObjectNode made, int edge, int width, int height, boolean even) {
    made.putObject("size").put("shortest_edge", edge);
    made.put("do_center_crop", true);
    made.putObject("crop_size").put("height", height).put("width", width);
    if (even) {
      made.put("crop_rounding", "even"); // as torchvision places the crop
    }
  }

  private static void normalise(ObjectNode made, JsonNode from, double[] mean, double[] deviation) {
    for (int c = 0; c < 3; c++) {
      made.withArray("image_mean").add(from.path("mean").path(c).asDouble(mean[c]));
      made.withArray("image_std").add(from.path("std").path(c).asDouble(deviation[c]));
    }
  }

  /** OpenCLIP's preprocess_cfg, with the size of the model where it says none. */
  private static JsonNode withSize(JsonNode preprocess, JsonNode model) {
    ObjectNode sized = JsonNodeFactory.instance.objectNode();
    preprocess.properties().forEach(field -> sized.set(field.getKey(), field.getValue()));
    if (!sized.has("size") && model.path("vision_cfg").has("image_size")) {
      sized.set("size", model.path("vision_cfg").path("image_size"));
    }
    return sized;
  }

  private static JsonNode ofOpenClip(JsonNode config) {
    JsonNode size = config.path("size");
    int height = size.isArray() ? size.path(0).asInt() : size.asInt();
    int width = size.isArray() ? size.path(1).asInt(height) : size.asInt();
    ObjectNode made = made(kernel(config.path("interpolation").asText("bicubic")), 1 / 255.0);
    switch (config.path("resize_mode").asText("shortest")) {
      case "squash" -> made.putObject("size").put("height", height).put("width", width);
      case "longest" -> {
        made.putObject("size").put("height", height).put("width", width);
        made.put("fill_color", config.path("fill_color").asInt(0));
      }
      default -> cover(made, Math.max(width, height), width, height, true);
    }
    normalise(made, config, CLIP_MEAN, CLIP_DEVIATION);
    return made;
  }

  private static int kernel(String name) {
    Integer kernel = KERNELS.get(name.toLowerCase(Locale.ROOT));
    if (kernel == null) {
      throw new MissingModelException(
          "interpolation is '" + name + "'; " + KERNELS.keySet() + " exist. Correct the file.");
    }
    return kernel;
  }

  /** timm: the crop is a share of the resized picture. */
  private static JsonNode ofTimm(JsonNode config) {
    int height = config.path("input_size").path(1).asInt(224);
    int width = config.path("input_size").path(2).asInt(height);
    ObjectNode made = made(kernel(config.path("interpolation").asText("bicubic")), 1 / 255.0);
    double share = config.path("crop_pct").asDouble(0.875);
    if (config.path("crop_mode").asText("center").equals("squash")) {
      made.putObject("size").put("height", height).put("width", width);
    } else {
      cover(made, (int) Math.floor(Math.min(width, height) / share), width, height, true);
    }
    double[] half = {0.5, 0.5, 0.5};
    normalise(made, config, half, half);
    return made;
  }

  private static JsonNode ofTransformers(Path file) {
    JsonNode read = ConfigurationFile.read(file);
    ObjectNode config =
        (ObjectNode) (read.has("image_processor") ? read.get("image_processor") : read);
    String type =
        config.path("image_processor_type").asText(config.path("feature_extractor_type").asText());
    if (!config.has("resample")) {
      boolean bicubic =
          List.of("CLIP", "Siglip", "Bit", "Blip").stream().anyMatch(type::startsWith);
      config.put("resample", bicubic ? 3 : 2);
    }
    if (type.startsWith("ConvNext")) {
      shareOfEdge(config);
    }
    if (type.startsWith("EfficientNet")) {
      normaliseTwice(config);
    }
    if (config.path("rescale_offset").asBoolean(false)) {
      for (int c = 0; c < 3; c++) { // x f - 1 - m = x f - (m + 1)
        config.withArray("image_mean").set(c, config.path("image_mean").path(c).asDouble() + 1);
      }
      config.remove("rescale_offset");
    }
    try {
      Preprocessing preprocessing = Preprocessing.parse(config);
      if (preprocessing.sizing() instanceof Preprocessing.Covering covering
          && covering.shortEdge() < Math.min(covering.size().width(), covering.size().height())) {
        throw new IllegalArgumentException(
            "crop_size is larger than size.shortest_edge, " + covering.shortEdge());
      }
    } catch (IllegalArgumentException e) {
      throw new MissingModelException(
          file + ": " + e.getMessage() + ". Correct it, or copy it again.", e);
    }
    return config;
  }

  /** ConvNeXt and ResNet: below 384 pixels the crop is a share of the resized picture. */
  private static void shareOfEdge(ObjectNode config) {
    JsonNode size = config.path("size");
    int edge = size.path("shortest_edge").asInt(size.asInt(224));
    if (edge >= 384) {
      config.putObject("size").put("height", edge).put("width", edge);
    } else {
      int resized = (int) (edge / config.path("crop_pct").asDouble(224.0 / 256));
      cover(config, resized, edge, edge, false);
    }
  }

  /** EfficientNet with its top divides by the deviation once more. */
  private static void normaliseTwice(ObjectNode config) {
    if (config.path("include_top").asBoolean(true) && config.path("do_normalize").asBoolean(true)) {
      for (int c = 0; c < 3; c++) {
        double deviation = config.path("image_std").path(c).asDouble();
        config.withArray("image_std").set(c, deviation * deviation);
      }
    }
  }
}
