package io.reelspace.encode;

import java.nio.file.Path;
import java.util.List;

/**
 * A pretrained network that maps one text to features. Owns a native session; safe for use by
 * several threads.
 */
public interface TextEncoder extends AutoCloseable {

  /**
   * Loads an encoder from a folder in the layout of the model hubs: {@code model.onnx} beside
   * {@code tokenizer.json}, and {@code 1_Pooling/config.json} where the tokens are not pooled by
   * their mean.
   *
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static TextEncoder open(String id, Path folder, Inference inference) {
    TokenPooling pooling = TokenPooling.read(folder);
    Tokenizer tokenizer = Tokenizer.open(folder.resolve("tokenizer.json"), inference);
    Network network = Network.openQuickly(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxTextEncoder(id, network, tokenizer, pooling);
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

  @Override
  void close();
}
