package io.reelspace.index;

/**
 * Where a segment or window lies.
 *
 * @param videoId of its video
 * @param path of its video
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 */
public record SegmentPlace(String videoId, String path, double start, double end) {}
