package io.reelspace.media;

/**
 * The boundary between two shots.
 *
 * @param pts presentation time of the first frame of the new shot; for a gradual transition, of the
 *     frame in its middle
 * @param from presentation time of the first frame that does not show the old shot alone
 * @param until presentation time of the first frame that shows the new shot alone
 * @param strength how much changes, on a scale of the detector's own; decides between two
 *     boundaries that are too close to each other
 */
public record Cut(double pts, double from, double until, double strength) {}
