package io.reelspace.index;

/**
 * What to look for in an index.
 *
 * @param vector the query's embedding, of length one (L2), in the index's space
 * @param top results wanted, at least 1
 * @param by what one result stands for
 * @param minScore results below are left out; -1 leaves nothing out
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record SearchRequest(float[] vector, int top, Grouping by, double minScore) {}
