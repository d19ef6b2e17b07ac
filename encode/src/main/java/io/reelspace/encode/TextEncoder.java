package io.reelspace.encode;

import java.util.List;

/**
 * A pretrained network that maps one text to features. Owns a native session; safe for use by
 * several threads.
 */
public interface TextEncoder extends AutoCloseable {

  /**
   * Name and version of the network, unique within a space, for example {@code all-minilm-l6-v2}.
   */
  String id();

  /** Channels of the features. */
  int channels();

  /**
   * Maps texts to features; a text longer than the network reads is cut at its limit.
   *
   * @return one row per text, {@code [texts, channels]}
   */
  float[][] encode(List<String> texts);

  @Override
  void close();
}
