package io.reelspace.space;

/**
 * The features of a segment, each kind in the order of time.
 *
 * @param frames {@code [frames, channels]}, at least one
 * @param clips {@code [clips, channels]}; none for a segment in which nothing can move, and where a
 *     space takes none: a missing modality
 * @param sounds {@code [windows, channels]}; none where nothing is heard, and where a space takes
 *     none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record SegmentFeatures(float[][] frames, float[][] clips, float[][] sounds) {

  /** No steps: a missing modality. */
  static final float[][] NONE = {};

  /** Refuses a segment without frames. */
  public SegmentFeatures {
    if (frames.length == 0) {
      throw new IllegalArgumentException("no frames");
    }
  }

  /** Features of frames alone. */
  public static SegmentFeatures ofFrames(float[][] frames) {
    return new SegmentFeatures(frames, NONE, NONE);
  }
}
