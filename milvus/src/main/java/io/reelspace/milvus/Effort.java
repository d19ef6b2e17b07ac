package io.reelspace.milvus;

/** How hard a search in the graph of vectors looks. */
final class Effort {

  /** Candidates that are kept while the graph is walked; docs/benchmarks/milvus.md has others. */
  static final int LEAST = 512;

  private Effort() {}
}
