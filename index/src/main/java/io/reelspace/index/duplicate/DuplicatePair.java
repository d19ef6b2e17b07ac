package io.reelspace.index.duplicate;

/**
 * Two parts that show the same.
 *
 * @param one a part
 * @param other what shows the same, moment for moment
 * @param similarity mean cosine similarity of their frames at the same time, at most 1
 */
public record DuplicatePair(VideoPart one, VideoPart other, double similarity) {}
