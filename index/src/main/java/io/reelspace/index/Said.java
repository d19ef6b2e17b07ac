package io.reelspace.index;

/**
 * The line of words that a result was found by.
 *
 * @param text untrusted, on one line
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 */
public record Said(String text, double start, double end) {}
