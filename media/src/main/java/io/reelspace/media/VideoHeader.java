package io.reelspace.media;

import java.util.OptionalDouble;

/**
 * What is known of the video stream of a file before it is decoded.
 *
 * @param source the stream or the group of tiles, as a filter graph names it: {@code 0:3}
 * @param startTicks presentation time of its start in {@code timeBase}, 0 where unknown
 * @param timeBase seconds per tick, as {@code numerator/denominator}
 * @param end presentation time at which the stream ends, in seconds, where the header states it
 */
record VideoHeader(
    MediaProbe probe, String source, long startTicks, String timeBase, OptionalDouble end) {

  /** Whether the picture is put together from tiles, each of them a stream. */
  boolean isTiled() {
    return source.contains(":g:");
  }

  /** Seconds per tick of the stream's time base. */
  double secondsPerTick() {
    String[] fraction = timeBase.split("/", 2);
    return Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
  }
}
