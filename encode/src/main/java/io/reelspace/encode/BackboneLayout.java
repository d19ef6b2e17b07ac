package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Networks that know pictures only: ResNet, EfficientNet, ConvNeXt, ViT, DINOv2 and others, with a
 * pooled output, tokens, or a map of cells.
 */
record BackboneLayout(ModelFolder folder, JsonNode config) {
  private static final List<String> POOLED =
      List.of("features", "embedding", "embeddings", "image_embeds", "image_features");

  EncoderPlan plan(OnnxFile graph, ImportKind.OfImages wanted) {
    OnnxFile.Tensor output =
        wanted.output().isPresent() ? named(graph, wanted.output().get()) : usual(graph);
    OutputPooling pooling = wanted.pooling().orElseGet(() -> pooling(output));
    return new EncoderPlan.OfImages(
        graph,
        PictureConfiguration.of(folder, config, wanted.shape()),
        new EncoderSettings.OfImages(output.name(), pooling, specialTokens(output, pooling)));
  }

  private static OnnxFile.Tensor named(OnnxFile graph, String name) {
    return Optional.ofNullable(graph.outputs().get(name))
        .orElseThrow(() ->
            new MissingModelException(
                "The model "
                    + graph.file()
                    + " has no output '"
                    + name
                    + "'; its outputs are "
                    + graph.outputs().keySet()
                    + "."));
  }

  /** Pooled features before states of tokens, these before scores of classes. */
  private OnnxFile.Tensor usual(OnnxFile graph) {
    String type = config.path("model_type").asText();
    // ViT's pooler is trained for the classes, and often not at all; EfficientNet's is the mean by
    // a
    // pooling wider than the map, which ONNX Runtime divides by the width.
    boolean ownPooling = type.equals("vit") || type.equals("efficientnet");
    Stream<String> names =
        ownPooling
            ? Stream.concat(POOLED.stream(), Stream.of("last_hidden_state", "pooler_output"))
            : Stream.concat(POOLED.stream(), Stream.of("pooler_output", "last_hidden_state"));
    return names
        .filter(graph.outputs()::containsKey)
        .map(graph.outputs()::get)
        .findFirst()
        .orElseGet(() -> graph.outputs().values().iterator().next());
  }

  private OutputPooling pooling(OnnxFile.Tensor output) {
    boolean isRow =
        output.shape().length == 2
            || (output.shape().length == 4 && output.shape()[2] == 1 && output.shape()[3] == 1)
            || output.name().equals("pooler_output");
    if (isRow) {
      return OutputPooling.NONE;
    }
    return output.shape().length == 3 && hasClassToken() ? OutputPooling.FIRST : OutputPooling.MEAN;
  }

  private boolean hasClassToken() {
    String type = config.path("model_type").asText();
    return type.contains("vit")
        || type.contains("dino")
        || type.contains("deit")
        || type.contains("beit");
  }

  private int specialTokens(OnnxFile.Tensor output, OutputPooling pooling) {
    boolean counts = pooling == OutputPooling.MEAN || pooling == OutputPooling.GRID;
    return counts && output.shape().length == 3 && hasClassToken()
        ? 1 + config.path("num_register_tokens").asInt(0)
        : 0;
  }
}
