package io.reelspace.index;

/**
 * Counts of what an index holds.
 *
 * @param videos number of videos
 * @param segments number of segments over all videos
 * @param space name of the space that its vectors lie in
 * @param fingerprint of that space
 * @param dimension values of one embedding
 * @param lines lines of words over all videos
 * @param windows stretches of sound, and of other modalities beside pictures, over all videos
 */
public record IndexStats(
    long videos,
    long segments,
    String space,
    String fingerprint,
    int dimension,
    long lines,
    long windows) {

  /** An index of pictures alone. */
  public IndexStats(long videos, long segments, String space, String fingerprint, int dimension) {
    this(videos, segments, space, fingerprint, dimension, 0, 0);
  }
}
