package io.reelspace.evaluate;

/**
 * A measured value with its 95 % interval.
 *
 * @param value over all queries
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double value, double low, double high) {}
