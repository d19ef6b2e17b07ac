package io.reelspace.encode;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Any tokenizer that a {@code tokenizer.json} can describe, by the Hugging Face library. */
final class NativeTokenizer implements Tokenizer {
  private final HuggingFaceTokenizer tokenizer;

  private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static NativeTokenizer open(Path file, int longest, Inference inference) {
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No " + file.getFileName() + " in " + file.getParent() + ". Copy it beside the model.");
    }
    // The library reads its settings from system properties only.
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", inference.cache().toAbsolutePath().toString());
    }
    try {
      return new NativeTokenizer(
          HuggingFaceTokenizer.builder(
                  Map.of("modelMaxLength", String.valueOf(Math.max(longest, 512))))
              .optTokenizerPath(file)
              .optPadding(false)
              .optTruncation(true)
              .optMaxLength(longest)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new MissingModelException(
          "Cannot load the tokenizer " + file + ": " + e.getMessage() + ". Copy it again.", e);
    }
  }

  @Override
  public List<long[]> tokenize(List<String> texts) {
    return Arrays.stream(tokenizer.batchEncode(texts)).map(Encoding::getIds).toList();
  }

  @Override
  public int[] words(String text) {
    return Arrays.stream(tokenizer.encode(text).getWordIds()).mapToInt(w -> (int) w).toArray();
  }

  @Override
  public int unread(String text) {
    int unread = 0;
    for (Encoding part : tokenizer.encode(text, true, true).getOverflowing()) {
      for (long special : part.getSpecialTokenMask()) {
        unread += special == 0 ? 1 : 0;
      }
    }
    return unread;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
