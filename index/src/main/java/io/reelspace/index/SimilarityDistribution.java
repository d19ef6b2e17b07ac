package io.reelspace.index;

/**
 * How similar the segments of an index are to a query, whatever they show.
 *
 * @param count segments that were compared
 * @param mean of their cosine similarities; 0 where there are none
 * @param variance of these about the mean
 */
public record SimilarityDistribution(int count, double mean, double variance) {}
