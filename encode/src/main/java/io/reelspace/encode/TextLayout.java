package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import java.util.List;
import java.util.Optional;

/**
 * Text encoders of BERT's kind, as the hubs and the library sentence-transformers lay them out:
 * tokens pooled by [CLS], their mean or their last, or a row that the graph gives itself.
 */
record TextLayout(ModelFolder folder, JsonNode config) {
  private static final List<String> POOLED =
      List.of("sentence_embedding", "text_embeds", "text_features", "embedding", "embeddings");

  EncoderPlan plan(OnnxFile graph, ImportKind.OfTexts wanted) {
    TokenizerConfiguration tokens = TokenizerConfiguration.of(folder);
    boolean asksForTokens = wanted.pooling().filter(p -> p != TokenPooling.NONE).isPresent();
    OnnxFile.Tensor output = output(graph, wanted.output(), asksForTokens);
    TokenPooling pooling =
        output.shape().length == 2
            ? TokenPooling.NONE
            : wanted.pooling().orElseGet(() -> TokenPooling.read(poolingFolder()));
    Optional<Integer> fixed =
        graph.inputs().values().stream()
            .filter(t -> t.isWhole() && t.shape().length == 2 && t.shape()[1] > 0)
            .map(t -> (int) t.shape()[1])
            .findFirst();
    int context =
        wanted
            .context()
            .or(() -> fixed)
            .or(() ->
                folder
                    .json("sentence_bert_config.json")
                    .map(c -> c.path("max_seq_length").asInt())
                    .filter(length -> length > 2))
            .or(tokens::context)
            .or(this::positions)
            .orElse(Tokenizer.DEFAULT_LIMIT);
    return new EncoderPlan.OfTexts(
        graph,
        tokens.tokenizer(),
        new EncoderSettings.OfTexts(
            context,
            fixed.isPresent() || wanted.padding().isPresent(),
            wanted
                .padding()
                .map(Long::valueOf)
                .orElseGet(() -> tokens.padding().orElse(config.path("pad_token_id").asLong(0))),
            TextCleaning.NONE,
            output.name(),
            pooling));
  }

  private java.nio.file.Path poolingFolder() {
    return folder
        .find("1_Pooling/config.json")
        .map(file -> file.getParent().getParent())
        .orElse(folder.place());
  }

  /** RoBERTa's kind counts positions from the number of its padding on. */
  private Optional<Integer> positions() {
    int positions = config.path("max_position_embeddings").asInt(0);
    boolean offset = config.path("model_type").asText().contains("roberta");
    return Optional.of(offset ? positions - 2 : positions).filter(count -> count > 2);
  }

  private static OnnxFile.Tensor output(
      OnnxFile graph, Optional<String> wanted, boolean asksForTokens) {
    if (wanted.isPresent()) {
      return Optional.ofNullable(graph.outputs().get(wanted.get()))
          .orElseThrow(() ->
              new MissingModelException(
                  "The model "
                      + graph.file()
                      + " has no output '"
                      + wanted.get()
                      + "'; its outputs are "
                      + graph.outputs().keySet()
                      + "."));
    }
    return POOLED.stream()
        .filter(name -> !asksForTokens && graph.outputs().containsKey(name))
        .map(graph.outputs()::get)
        .findFirst()
        .or(() -> graph.outputs().values().stream().filter(t -> t.shape().length == 3).findFirst())
        .or(() -> graph.outputs().values().stream().filter(t -> t.shape().length == 2).findFirst())
        .orElseThrow(() ->
            new MissingModelException(
                "The model "
                    + graph.file()
                    + " gives neither [texts, tokens, channels] nor [texts, channels]; its outputs"
                    + " are "
                    + List.copyOf(graph.outputs().values())
                    + ". Name one with --output."));
  }
}
