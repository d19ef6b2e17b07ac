package io.reelspace.query;

import java.util.List;

/**
 * A query as a vector.
 *
 * @param vector of length one
 * @param warnings what of the query was not used, one sentence each
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record EmbeddedQuery(float[] vector, List<String> warnings) {

  /** Keeps its own copy of the warnings. */
  public EmbeddedQuery {
    warnings = List.copyOf(warnings);
  }
}
