package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.MissingModelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the files of a model say of its tokens.
 *
 * @param tokenizer the content of {@code tokenizer.json}
 * @param config of {@code tokenizer_config.json}; empty object where there is none
 */
record TokenizerConfiguration(ObjectNode tokenizer, JsonNode config) {
  /** Larger ones stand for no limit at all. */
  private static final long LONGEST = 1 << 20;

  /**
   * Reads the files of a model.
   *
   * @throws MissingModelException when there is no {@code tokenizer.json}
   */
  static TokenizerConfiguration of(ModelFolder folder) {
    Path file =
        folder
            .find("tokenizer.json", "textual/tokenizer.json", "text/tokenizer.json")
            .orElseThrow(() ->
                new MissingModelException(
                    "No tokenizer.json in "
                        + folder.place()
                        + ": texts cannot be cut into tokens without it. Copy it there"
                        + " (in Python: AutoTokenizer.from_pretrained(...).save_pretrained(...))."));
    return new TokenizerConfiguration((ObjectNode) ConfigurationFile.read(file), config(folder));
  }

  /** {@code tokenizer_config.json} alone; an empty object where there is none. */
  static JsonNode config(ModelFolder folder) {
    return folder
        .json("tokenizer_config.json", "textual/tokenizer_config.json")
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** Most tokens of a text, by what the tokenizer's own files say. */
  Optional<Integer> context() {
    return Stream.of(
            config.path("model_max_length"), tokenizer.path("truncation").path("max_length"))
        .filter(node -> node.isNumber() && node.asDouble() < LONGEST && node.asInt() > 2)
        .map(JsonNode::asInt)
        .findFirst();
  }

  /** The number of the token that fills up. */
  OptionalLong padding() {
    JsonNode stated = tokenizer.path("padding").path("pad_id");
    if (stated.isNumber()) {
      return OptionalLong.of(stated.asLong());
    }
    JsonNode token = config.path("pad_token");
    String text = token.isObject() ? token.path("content").asText() : token.asText();
    return text.isEmpty() ? OptionalLong.empty() : number(text);
  }

  private OptionalLong number(String token) {
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("content").asText().equals(token)) {
        return OptionalLong.of(added.path("id").asLong());
      }
    }
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isObject() && vocabulary.has(token)) {
      return OptionalLong.of(vocabulary.get(token).asLong());
    }
    for (int i = 0; vocabulary.isArray() && i < vocabulary.size(); i++) {
      if (vocabulary.get(i).path(0).asText().equals(token)) {
        return OptionalLong.of(i);
      }
    }
    return OptionalLong.empty();
  }

  /** The tokenizer with all texts brought to lower case first. */
  ObjectNode inLowerCase() {
    JsonNode own = tokenizer.path("normalizer");
    if (own.toString().contains("\"Lowercase\"")) {
      return tokenizer;
    }
    ObjectNode lower = tokenizer.deepCopy();
    ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
    sequence.putArray("normalizers").addObject().put("type", "Lowercase");
    if (own.isObject()) {
      sequence.withArray("normalizers").add(own);
    }
    return lower.set("normalizer", sequence);
  }
}
