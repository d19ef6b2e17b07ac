package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text encoders of BERT's kind against transformers: tokens, pooled rows and words. */
class TextFamiliesTest {
  @TempDir private Path store;

  @ParameterizedTest
  @ValueSource(strings = {"bert-cls", "bert-mean", "multilingual"})
  void givesWhatItsLibraryGives(String family) {
    ImportedEncoder imported = Families.into(store, family);
    assertEquals(List.of("text"), imported.kinds());
    Path folder = store.resolve(family).resolve("text");
    try (TextEncoder encoder = TextEncoder.open(family, folder, Fixtures.INFERENCE)) {
      for (JsonNode text : Families.expected(family).get("texts")) {
        String words = text.get("text").asText();
        assertArrayEquals(ids(text), encoder.tokens(words), words);
        Fixtures.assertNear(text.get("embedding"), encoder.encode(List.of(words))[0], 0, 1e-3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-cls", "bert-mean", "multilingual"})
  void givesARowForEachWord(String family) {
    Families.into(store, family);
    Path folder = store.resolve(family).resolve("text");
    try (TextEncoder encoder = TextEncoder.open(family, folder, Fixtures.INFERENCE)) {
      for (JsonNode text : Families.expected(family).get("texts")) {
        float[][] rows = encoder.encodeWords(text.get("text").asText());
        assertEquals(text.get("wordCount").asInt(), rows.length, text.get("text").asText());
        for (int w = 0; w < text.get("words").size(); w++) {
          Fixtures.assertNear(text.get("words").get(w), rows[w], 0, 1e-3);
        }
      }
    }
  }

  private static long[] ids(JsonNode text) {
    return StreamSupport.stream(text.get("ids").spliterator(), false)
        .mapToLong(JsonNode::asLong)
        .toArray();
  }
}
