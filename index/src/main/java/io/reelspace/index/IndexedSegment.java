package io.reelspace.index;

/**
 * One embedded segment of a video.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param embedding of length one (L2), in the index's space
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record IndexedSegment(double start, double end, float[] embedding) {}
