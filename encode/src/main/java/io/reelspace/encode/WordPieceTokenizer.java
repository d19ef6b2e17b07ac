package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * BERT's tokenizer for uncased models (Devlin et al. 2019): words are cut into the longest pieces
 * that the vocabulary knows. Gives what the Hugging Face library gives, without loading 14 MB of
 * native code at every start of a search; that library is asked for texts with rare characters.
 */
final class WordPieceTokenizer implements Tokenizer {
  private final JsonNode vocabulary;
  private final Map<String, Long> specials;
  private final String prefix;
  private final long unknown;
  private final int longestWord;
  private final long first;
  private final long last;
  private final int limit;
  private final Lazy<Tokenizer> library;

  private WordPieceTokenizer(JsonNode json, int limit, Supplier<Tokenizer> library) {
    JsonNode model = json.path("model");
    this.vocabulary = model.path("vocab");
    this.prefix = model.path("continuing_subword_prefix").asText("##");
    this.longestWord = model.path("max_input_chars_per_word").asInt(100);
    this.unknown = vocabulary.path(model.path("unk_token").asText("[UNK]")).asLong();
    this.first = vocabulary.path("[CLS]").asLong();
    this.last = vocabulary.path("[SEP]").asLong();
    this.limit = limit;
    this.library = new Lazy<>(library);
    this.specials = new HashMap<>();
    json.path("added_tokens")
        .forEach(t -> specials.put(t.path("content").asText(), t.path("id").asLong()));
  }

  /**
   * The tokenizer of a {@code tokenizer.json}; empty when it describes one of another kind.
   *
   * @param library opens the same tokenizer for texts with rare characters
   */
  static Optional<WordPieceTokenizer> of(JsonNode json, int limit, Supplier<Tokenizer> library) {
    JsonNode normalizer = json.path("normalizer");
    JsonNode vocabulary = json.path("model").path("vocab");
    boolean fits =
        json.path("model").path("type").asText().equals("WordPiece")
            && normalizer.path("type").asText().equals("BertNormalizer")
            && normalizer.path("clean_text").asBoolean()
            && normalizer.path("handle_chinese_chars").asBoolean()
            && normalizer.path("lowercase").asBoolean()
            && normalizer.path("strip_accents").asBoolean(true)
            && json.path("pre_tokenizer").path("type").asText().equals("BertPreTokenizer")
            && isClsTextSep(json.path("post_processor"))
            && hasPlainSpecials(json.path("added_tokens"))
            && vocabulary.has("[CLS]")
            && vocabulary.has("[SEP]")
            && vocabulary.has(json.path("model").path("unk_token").asText("[UNK]"))
            && limit > 2;
    return fits ? Optional.of(new WordPieceTokenizer(json, limit, library)) : Optional.empty();
  }

  private static boolean isClsTextSep(JsonNode processor) {
    JsonNode single = processor.path("single");
    return processor.path("type").asText().equals("TemplateProcessing")
        && single.size() == 3
        && single.path(0).path("SpecialToken").path("id").asText().equals("[CLS]")
        && single.path(1).has("Sequence")
        && single.path(2).path("SpecialToken").path("id").asText().equals("[SEP]");
  }

  /** Whether the special tokens are found in a text just as they are written. */
  private static boolean hasPlainSpecials(JsonNode tokens) {
    for (JsonNode token : tokens) {
      for (String option : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        if (token.path(option).asBoolean()) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public List<long[]> tokenize(List<String> texts) {
    return texts.stream().map(this::tokenize).toList();
  }

  private long[] tokenize(String text) {
    if (!BertText.isCommon(text)) {
      return library.get().tokenize(List.of(text)).getFirst();
    }
    long[] inner = inner(text);
    int read = Math.min(inner.length, limit - 2);
    long[] all = new long[read + 2];
    all[0] = first;
    System.arraycopy(inner, 0, all, 1, read);
    all[all.length - 1] = last;
    return all;
  }

  @Override
  public int[] words(String text) {
    return library.get().words(text);
  }

  @Override
  public int unread(String text) {
    return BertText.isCommon(text)
        ? Math.max(0, inner(text).length - (limit - 2))
        : library.get().unread(text);
  }

  /** All tokens of a text but those that begin and end it. */
  private long[] inner(String text) {
    LongStream.Builder tokens = LongStream.builder();
    int from = 0;
    for (int i = text.indexOf('['); i >= 0; i = text.indexOf('[', i + 1)) {
      Optional<String> special = specialAt(text, i);
      if (special.isPresent()) {
        addWords(text.substring(from, i), tokens);
        tokens.add(specials.get(special.get()));
        from = i + special.get().length();
      }
    }
    addWords(text.substring(from), tokens);
    return tokens.build().toArray();
  }

  private Optional<String> specialAt(String text, int i) {
    return specials.keySet().stream().filter(s -> text.startsWith(s, i)).findFirst();
  }

  private void addWords(String text, LongStream.Builder tokens) {
    for (String word : BertText.words(text)) {
      Arrays.stream(pieces(word)).forEach(tokens);
    }
  }

  /** The word's pieces, longest first; unknown as a whole where a part of it is. */
  private long[] pieces(String word) {
    int length = word.codePointCount(0, word.length());
    if (length > longestWord) {
      return new long[] {unknown};
    }
    long[] pieces = new long[length];
    int count = 0;
    for (int start = 0; start < word.length(); ) {
      int end = word.length();
      JsonNode piece = piece(word, start, end);
      while (piece == null && end > start) {
        end -= Character.charCount(word.codePointBefore(end));
        piece = end > start ? piece(word, start, end) : null;
      }
      if (piece == null) {
        return new long[] {unknown};
      }
      pieces[count++] = piece.asLong();
      start = end;
    }
    return Arrays.copyOf(pieces, count);
  }

  private JsonNode piece(String word, int start, int end) {
    String part = word.substring(start, end);
    return vocabulary.get(start == 0 ? part : prefix + part);
  }

  @Override
  public void close() {
    library.close();
  }
}
