package io.reelspace.media;

/**
 * The pictures from which the clips of each segment are made, decoded beside its frames.
 *
 * @param sampler which clips are taken
 * @param size to which their pictures are scaled, without regard to their aspect ratio
 */
public record ClipTrack(ClipSampler sampler, ImageSize size) {

  /**
   * Pictures that are decoded for each picture of a clip. At more than twice the rate of the clips
   * every frame of most videos is there, also where containers round times, so that the one that is
   * shown at a time is found exactly; of a quicker video it is late by less than half a step.
   */
  private static final double DENSITY = 2.5;

  /** Pictures for each second. */
  double picturesPerSecond() {
    return DENSITY * sampler.framesPerSecond();
  }

  /** Bytes for each second. */
  double bytesPerSecond() {
    return picturesPerSecond() * 3 * size.width() * size.height();
  }
}
