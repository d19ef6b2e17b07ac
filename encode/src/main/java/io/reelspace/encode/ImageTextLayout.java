package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Image-text models: CLIP, OpenCLIP, SigLIP, SigLIP 2 and MobileCLIP, as two graphs or as one that
 * takes a picture and a text together.
 *
 * @param config of {@code config.json}, or the model's part of {@code open_clip_config.json}
 */
record ImageTextLayout(ModelFolder folder, JsonNode config, ModelFamily family) {
  static final List<String> VISION =
      List.of("vision_model", "visual", "image_encoder", "image_model", "vision", "image");
  static final List<String> TEXT = List.of("text_model", "textual", "text_encoder", "text");

  private static final List<String> IMAGE_OUTPUTS =
      List.of("image_embeds", "image_features", "image_embedding", "embedding", "embeddings");
  private static final List<String> TEXT_OUTPUTS =
      List.of("text_embeds", "text_features", "text_embedding", "embedding", "embeddings");

  static ImageTextLayout of(ModelFolder folder, JsonNode config) {
    JsonNode model =
        folder.json("open_clip_config.json").map(all -> all.path("model_cfg")).orElse(config);
    return new ImageTextLayout(
        folder, model, ModelFamily.of(folder, model, TokenizerConfiguration.config(folder)));
  }

  EncoderPlan images(OnnxFile graph, ImportKind.OfImages wanted) {
    String output = output(graph, wanted.output(), IMAGE_OUTPUTS, "picture");
    return new EncoderPlan.OfImages(
        graph,
        PictureConfiguration.of(folder, config, wanted.shape()),
        new EncoderSettings.OfImages(output, wanted.pooling().orElse(OutputPooling.NONE), 0));
  }

  EncoderPlan texts(OnnxFile graph, ImportKind.OfTexts wanted) {
    String output = output(graph, wanted.output(), TEXT_OUTPUTS, "text");
    TokenizerConfiguration tokens = TokenizerConfiguration.of(folder);
    JsonNode text = config.has("text_cfg") ? config.path("text_cfg") : config.path("text_config");
    Optional<Integer> fixed = fixedLength(graph, output);
    int context =
        wanted
            .context()
            .or(() ->
                Stream.of("context_length", "max_position_embeddings")
                    .filter(key -> text.path(key).isInt())
                    .map(key -> text.path(key).asInt())
                    .findFirst())
            .or(() -> fixed)
            .or(tokens::context)
            .orElse(family.context);
    TextCleaning cleaning = cleaning(text);
    boolean lower =
        family == ModelFamily.SIGLIP_2 || tokens.config().path("do_lower_case").asBoolean(false);
    return new EncoderPlan.OfTexts(
        graph,
        lower ? tokens.inLowerCase() : tokens.tokenizer(),
        new EncoderSettings.OfTexts(
            context,
            isFilledUp(text, wanted, fixed),
            wanted.padding().map(Long::valueOf).orElseGet(() -> padding(tokens, text)),
            cleaning,
            output,
            wanted.pooling().orElse(TokenPooling.NONE)));
  }

  /** The name of the output with the vectors that pictures and texts are compared by. */
  private String output(OnnxFile graph, Optional<String> wanted, List<String> names, String what) {
    if (wanted.isPresent()) {
      if (!graph.outputs().containsKey(wanted.get())) {
        throw unfit(graph, "has no output '" + wanted.get() + "'");
      }
      return wanted.get();
    }
    List<String> known = new ArrayList<>(names);
    if (family.isSiglip()) {
      known.add("pooler_output"); // here the embedding itself
    }
    Optional<String> found = known.stream().filter(graph.outputs()::containsKey).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    List<OnnxFile.Tensor> rows =
        graph.outputs().values().stream()
            .filter(t -> t.shape().length == 2 && !t.name().equals("pooler_output"))
            .toList();
    if (rows.size() == 1) {
      return rows.getFirst().name();
    }
    boolean pooled = graph.outputs().containsKey("pooler_output");
    throw unfit(
        graph,
        pooled
            ? "gives 'pooler_output' without the projection (projection_dim) that pictures and texts"
                + " are compared after; export it with its projection, as "
                + names.getFirst()
            : "has no output "
                + names
                + " for the vector of a "
                + what
                + "; name it with --output");
  }

  private static MissingModelException unfit(OnnxFile graph, String what) {
    return new MissingModelException(
        "The model "
            + graph.file()
            + " "
            + what
            + ". Its outputs are "
            + List.copyOf(graph.outputs().values())
            + ".");
  }

  private static Optional<Integer> fixedLength(OnnxFile graph, String output) {
    return new OnnxSubgraph(graph, List.of(output))
        .inputs().stream()
            .filter(input -> input.isWhole() && input.shape().length == 2 && input.shape()[1] > 0)
            .map(input -> (int) input.shape()[1])
            .findFirst();
  }

  /**
   * Whether what a text is filled up with changes its vector, or the graph takes one length only.
   */
  private boolean isFilledUp(JsonNode text, ImportKind.OfTexts wanted, Optional<Integer> fixed) {
    return fixed.isPresent()
        || wanted.padding().isPresent()
        || family.isSiglip()
        || family == ModelFamily.MOBILE_CLIP
        || text.path("no_causal_mask").asBoolean(false)
        || text.has("hf_tokenizer_name");
  }

  private long padding(TokenizerConfiguration tokens, JsonNode text) {
    boolean zeros =
        family == ModelFamily.MOBILE_CLIP
            || (family == ModelFamily.OPEN_CLIP && !text.has("hf_tokenizer_name"));
    return zeros
        ? 0
        : tokens
            .padding()
            .orElseGet(
                () -> text.path("pad_token_id").asLong(config.path("pad_token_id").asLong(0)));
  }

  private TextCleaning cleaning(JsonNode text) {
    if (family == ModelFamily.MOBILE_CLIP) {
      return TextCleaning.LOWER;
    }
    if (family != ModelFamily.OPEN_CLIP) {
      return TextCleaning.NONE;
    }
    String usual = text.has("hf_tokenizer_name") ? "whitespace" : "lower";
    String name = text.path("tokenizer_kwargs").path("clean").asText(usual);
    return Stream.of(TextCleaning.values())
        .filter(cleaning -> cleaning.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new MissingModelException(
                "text_cfg.tokenizer_kwargs.clean is '"
                    + name
                    + "' in the configuration of "
                    + folder.place()
                    + "; lower, whitespace and canonicalize are known. Correct it."));
  }
}
