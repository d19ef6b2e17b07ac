package io.reelspace.encode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pretrained network that maps one text to features. Owns a native session; safe for use by
 * several threads.
 */
public interface TextEncoder extends AutoCloseable {

  /**
   * Loads an encoder from a folder in the layout of the model hubs: {@code model.onnx} beside
   * {@code tokenizer.json}, and {@code 1_Pooling/config.json} where the tokens are not pooled by
   * their mean; or as {@link EncoderSettings} say.
   *
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static TextEncoder open(String id, Path folder, Inference inference) {
    Path words = folder.resolve("tokenizer.json");
    Optional<EncoderSettings.OfTexts> given =
        EncoderSettings.read(folder)
            .filter(EncoderSettings.OfTexts.class::isInstance)
            .map(EncoderSettings.OfTexts.class::cast);
    Tokenizer tokenizer =
        Tokenizer.open(words, given.map(EncoderSettings.OfTexts::context), inference);
    EncoderSettings.OfTexts settings =
        given.orElseGet(() ->
            new EncoderSettings.OfTexts(
                Tokenizer.DEFAULT_LIMIT,
                false,
                0,
                TextCleaning.NONE,
                "",
                TokenPooling.read(folder)));
    Network network = Network.openQuickly(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxTextEncoder(id, network, tokenizer, settings);
    } catch (RuntimeException e) {
      network.close();
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Name and version of the network, unique within a space, for example {@code all-minilm-l6-v2}.
   */
  String id();

  /** Channels of the features, which have length one (L2). */
  int channels();

  /**
   * Maps texts to features; a text longer than the network reads is cut at its limit.
   *
   * @return one row per text, {@code [texts, channels]}
   */
  float[][] encode(List<String> texts);

  /** How many tokens at the end of a text the network does not read; 0 for one that fits. */
  int unread(String text);

  /** The numbers of a text's tokens as the network is given them, padding included. */
  long[] tokens(String text);

  /**
   * Maps a text to features of its words, for comparing word by word.
   *
   * @return one row of length one for each word that is read, {@code [words, channels]}: the mean
   *     over the word's tokens
   * @throws io.reelspace.error.MissingModelException when the network gives none for single tokens
   */
  float[][] encodeWords(String text);

  @Override
  void close();
}
