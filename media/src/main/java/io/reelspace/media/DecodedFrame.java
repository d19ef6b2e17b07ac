package io.reelspace.media;

import java.util.Optional;

/**
 * One decoded picture of a video, small for the detection of cuts, and at full sampling size where
 * the sampler's grid chose it.
 *
 * @param pts presentation time in seconds, as in {@link Frame#pts}
 * @param duration seconds until the next picture; of the last one how long it is shown, as far as
 *     the container tells, else as long as the one before it; of a still image, and of a single
 *     picture of which nothing is told, one second. More than 0
 * @param analysis the whole picture shrunk to about 64 pixels on its longer side, aspect ratio
 *     kept; the same size throughout one stream
 * @param sampled the picture at the frame size that was asked for, where it was sampled. The first
 *     picture of a video is always sampled, and then the first in every step of the sampling grid
 * @param moving the picture for clips, chosen and scaled in the same way
 */
record DecodedFrame(
    double pts,
    double duration,
    RgbImage analysis,
    Optional<RgbImage> sampled,
    Optional<RgbImage> moving) {

  /** A picture where no clips are wanted. */
  DecodedFrame(double pts, double duration, RgbImage analysis, Optional<RgbImage> sampled) {
    this(pts, duration, analysis, sampled, Optional.empty());
  }
}
