package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Cuts texts into the tokens of a vocabulary. Safe for use by several threads. */
interface Tokenizer extends AutoCloseable {

  /** Tokens that BERT-like networks read where their tokenizer sets no limit. */
  int DEFAULT_LIMIT = 512;

  /**
   * Loads a {@code tokenizer.json}: BERT's kind by {@link WordPieceTokenizer}, which starts at
   * once, every other by the Hugging Face library.
   *
   * @param context most tokens of a text, where the file does not say it
   */
  static Tokenizer open(Path file, Optional<Integer> context, Inference inference) {
    JsonNode json = ConfigurationFile.read(file);
    int limit =
        context.orElseGet(() -> json.path("truncation").path("max_length").asInt(DEFAULT_LIMIT));
    Supplier<Tokenizer> library = () -> NativeTokenizer.open(file, limit, inference);
    return WordPieceTokenizer.of(json, limit, library)
        .map(Tokenizer.class::cast)
        .orElseGet(library);
  }

  /** Token numbers of each text, special tokens included, cut at the network's limit. */
  List<long[]> tokenize(List<String> texts);

  /** For each token of a text the number of its word, -1 for those that begin and end it. */
  int[] words(String text);

  /** How many tokens of a text lie beyond the network's limit and are cut off. */
  int unread(String text);

  @Override
  void close();
}
