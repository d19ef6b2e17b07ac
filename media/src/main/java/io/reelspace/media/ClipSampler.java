package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;

/**
 * Which clips a clip encoder takes of a stretch of video.
 *
 * <p>A clip is sampled by presentation time: its picture number {@code i} is the one that is shown
 * {@code i / framesPerSecond} after its start, whatever the rate of the video, which need not be
 * constant. At a constant rate these are the frames that torchvision's {@code VideoClips} takes.
 * What is shorter than a clip is followed by its last picture, standing still.
 *
 * @param frames pictures of a clip, at least 2
 * @param framesPerSecond pictures for each second of the video
 * @param stride most seconds from the start of a clip to that of the next; less than {@link
 *     #length} makes them overlap
 */
public record ClipSampler(int frames, double framesPerSecond, double stride) {

  /** Most pictures of a clip. */
  private static final int MOST_FRAMES = 1024;

  /** Times in containers are rounded, to a millisecond at worst. */
  private static final double ROUNDING = 1e-3;

  /** Refuses what cannot be sampled. */
  public ClipSampler {
    if (frames < 2 || frames > MOST_FRAMES) {
      throw new IllegalArgumentException(
          "a clip has from 2 to " + MOST_FRAMES + " frames, not " + frames);
    }
    if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new IllegalArgumentException(
          "frames per second must be in (0, 1000]: " + framesPerSecond);
    }
    if (!(stride > 0 && stride <= 3600)) {
      throw new IllegalArgumentException("stride must be in (0, 3600] s: " + stride);
    }
  }

  /** Seconds that a clip covers. */
  public double length() {
    return frames / framesPerSecond;
  }

  /**
   * The clips of a stretch, evenly spaced so that together they cover it from start to end; one
   * where it is not longer than a clip; none where it shows a single picture, as nothing moves.
   *
   * @param start of the stretch in seconds
   * @param end of the stretch in seconds, exclusive
   * @param shown the frames of the stretch in the order of time, each shown until the next
   */
  public List<Clip> clips(double start, double end, List<Frame> shown) {
    if (shown.size() < 2 || !(end > start)) {
      return List.of();
    }
    double spare = Math.max(0, end - start - length());
    int count = 1 + (int) Math.ceil(spare / stride - ROUNDING);
    List<Clip> clips = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double from = count == 1 ? start : start + spare * i / (count - 1);
      clips.add(new Clip(from, Math.min(end, from + length()), pictures(from, shown)));
    }
    return clips;
  }

  private List<RgbImage> pictures(double from, List<Frame> shown) {
    List<RgbImage> pictures = new ArrayList<>(frames);
    int current = 0;
    for (int i = 0; i < frames; i++) {
      double time = from + i / framesPerSecond + ROUNDING;
      while (current + 1 < shown.size() && shown.get(current + 1).pts() <= time) {
        current++;
      }
      pictures.add(shown.get(current).image());
    }
    return pictures;
  }
}
