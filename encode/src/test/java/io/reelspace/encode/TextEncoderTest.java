package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** all-MiniLM-L6-v2 against the same texts in Python. */
class TextEncoderTest {
  private static final TextEncoder ENCODER =
      TextEncoder.open("all-minilm-l6-v2", Fixtures.miniLm(), Fixtures.INFERENCE);

  @AfterAll
  static void close() {
    ENCODER.close();
  }

  @Test
  void givesTheFeaturesOfPython() {
    for (JsonNode expected : Fixtures.json("texts.json")) {
      float[] row = ENCODER.encode(List.of(expected.get("text").asText()))[0];
      Fixtures.assertNear(expected.get("features"), row, 0, 1e-4);
    }
  }

  @Test
  void padsShortTextsInABatchWithoutChangingThem() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Fixtures.json("texts.json").forEach(row -> texts.add(row.get("text").asText()));
    }
    float[][] together = ENCODER.encode(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(ENCODER.encode(List.of(texts.get(i)))[0], together[i], 1e-4f);
    }
  }

  @Test
  void cutsTextsIntoTheTokensOfPython() {
    try (Tokenizer tokenizer =
        NativeTokenizer.open(
            Fixtures.miniLm().resolve("tokenizer.json"), 128, Fixtures.INFERENCE)) {
      for (JsonNode expected : Fixtures.json("texts.json")) {
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
