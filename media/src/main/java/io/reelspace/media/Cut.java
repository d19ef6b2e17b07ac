package io.reelspace.media;

/**
 * The boundary between two shots.
 *
 * @param pts presentation time of the first frame of the new shot; for a gradual transition, of the
 *     frame in its middle
 * @param from presentation time of the first frame that does not show the old shot alone
 * @param until presentation time of the first frame that shows the new shot alone
 * @param strength how much changes, on the scale of {@link ColorLayout#distance}; decides between
 *     two boundaries that are too close to each other
 */
record Cut(double pts, double from, double until, double strength) {}
