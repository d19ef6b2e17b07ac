package io.reelspace.index;

/**
 * One embedded frame of a segment.
 *
 * @param time presentation time in seconds
 * @param embedding of length one (L2), in the index's space; read from an index it comes from 8-bit
 *     values, with a cosine of about .9999 to what was given
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record IndexedFrame(double time, float[] embedding) {}
