package io.reelspace.index;

import java.util.List;

/**
 * One embedded segment of a video.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param embedding of length one (L2), in the index's space
 * @param frames those that were sampled of it, in the order of time; empty where they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record IndexedSegment(
    double start, double end, float[] embedding, List<IndexedFrame> frames) {

  /** A segment of which no single frame is known. */
  public IndexedSegment(double start, double end, float[] embedding) {
    this(start, end, embedding, List.of());
  }
}
