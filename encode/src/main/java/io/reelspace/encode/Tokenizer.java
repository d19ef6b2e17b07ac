package io.reelspace.encode;

import java.util.List;

/** Cuts texts into the tokens of a vocabulary. Safe for use by several threads. */
interface Tokenizer extends AutoCloseable {

  /** Token numbers of each text, special tokens included, cut at the network's limit. */
  List<long[]> tokenize(List<String> texts);

  @Override
  void close();
}
