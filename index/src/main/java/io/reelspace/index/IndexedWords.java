package io.reelspace.index;

import java.util.List;
import java.util.Set;

/**
 * Where the words of a video come from.
 *
 * @param sources the files beside it with size and time, as text; another value makes the words
 *     stale, but not the embeddings
 * @param languages ISO 639 codes of sound and words, where they are stated
 * @param warnings what of the words could not be read, one sentence each
 */
public record IndexedWords(String sources, Set<String> languages, List<String> warnings) {

  /** Words were never looked for. */
  public static final IndexedWords NONE = new IndexedWords("", Set.of(), List.of());

  /** Keeps its own copies. */
  public IndexedWords {
    languages = Set.copyOf(languages);
    warnings = List.copyOf(warnings);
  }
}
