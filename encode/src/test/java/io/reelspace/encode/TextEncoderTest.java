package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The text models against the same texts in Python: one pools by the mean, one by its first token.
 */
class TextEncoderTest {
  private static final String MINI_LM = "all-minilm-l6-v2";
  private static final String BGE = "bge-small-en-v1.5";

  private static TextEncoder open(String id) {
    return TextEncoder.open(id, Fixtures.textModel(id), Fixtures.INFERENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {MINI_LM, BGE})
  void givesTheFeaturesOfPython(String id) {
    try (TextEncoder encoder = open(id)) {
      for (JsonNode expected : Fixtures.json(id + ".json")) {
        float[] row = encoder.encode(List.of(expected.get("text").asText()))[0];
        if (expected.has("features")) {
          Fixtures.assertNear(expected.get("features"), row, 0, 1e-4);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MINI_LM, BGE})
  void padsShortTextsInABatchWithoutChangingThem(String id) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Fixtures.json(id + ".json").forEach(row -> texts.add(row.get("text").asText()));
    }
    texts.removeIf(text -> text.length() > 1000); // takes seconds at 512 tokens
    try (TextEncoder encoder = open(id)) {
      float[][] together = encoder.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(encoder.encode(List.of(texts.get(i)))[0], together[i], 1e-4f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MINI_LM, BGE})
  void cutsTextsIntoTheTokensOfPython(String id) {
    try (Tokenizer tokenizer =
        Tokenizer.open(
            Fixtures.textModel(id).resolve("tokenizer.json"),
            Optional.empty(),
            Fixtures.INFERENCE)) {
      for (JsonNode expected : Fixtures.json(id + ".json")) {
        long[] ids = new long[expected.get("tokens").size()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = expected.get("tokens").get(i).asLong();
        }
        String text = expected.get("text").asText();
        assertArrayEquals(ids, tokenizer.tokenize(List.of(text)).getFirst(), text);
      }
    }
  }
}
