package io.reelspace.media;

import java.util.List;

/**
 * Finds the cuts of one video as its pictures arrive, in memory that does not grow with its length.
 * Used by one thread.
 */
public interface CutFinder {

  /**
   * Takes the next picture.
   *
   * @param pts its presentation time in seconds
   * @param picture of the size that {@link ShotDetection#pictureSize} asks for
   * @return the cuts that became certain, in order of time
   */
  List<Cut> add(double pts, RgbImage picture);

  /** The cuts that were not yet certain when the video ended. */
  List<Cut> finish();

  /** Time before which no cut is going to be reported any more. */
  double certainUntil();
}
