package io.reelspace.index;

import java.time.Duration;
import java.util.List;

/**
 * What one run of {@link Ingest} did.
 *
 * @param done videos that were brought into the index and committed
 * @param reused how many of these needed no decoding, because the index knew their content: they
 *     moved, were copied or touched, or only the words beside them changed
 * @param unchanged videos that the index held already
 * @param failed files and folders that could not be indexed
 * @param removed videos removed from the index because their file is gone
 * @param missing videos still in the index though their file is gone: pruning was not asked for, or
 *     was not safe
 * @param cancelled whether it was stopped before all was done
 * @param elapsed wall time
 */
public record IngestSummary(
    int done,
    int reused,
    int unchanged,
    List<IngestFailure> failed,
    int removed,
    int missing,
    boolean cancelled,
    Duration elapsed) {

  /** Keeps its own copy of the failures. */
  public IngestSummary {
    failed = List.copyOf(failed);
  }
}
