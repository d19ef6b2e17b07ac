package io.reelspace.index;

/**
 * Counts of what an index holds.
 *
 * @param videos number of videos
 * @param segments number of segments over all videos
 * @param space name of the space that its vectors lie in
 * @param fingerprint of that space
 * @param dimension values of one embedding
 */
public record IndexStats(
    long videos, long segments, String space, String fingerprint, int dimension) {}
