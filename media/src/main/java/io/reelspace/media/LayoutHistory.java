package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;

/**
 * The layouts of the last few seconds of a video. Frames are named by their number since the start,
 * which stays the same as old frames are forgotten.
 */
final class LayoutHistory {

  private final double seconds;
  private final List<ColorLayout> layouts = new ArrayList<>();
  private final List<Float> steps = new ArrayList<>();
  private long first;

  /** Remembers at least the frames of the given time. */
  LayoutHistory(double seconds) {
    this.seconds = seconds;
  }

  void add(ColorLayout layout) {
    steps.add(layouts.isEmpty() ? 0f : layout.distance(layouts.getLast()));
    layouts.add(layout);
    int old = 0;
    // The last frame before the time remembered stays: it is what was shown at its beginning.
    while (old + 1 < layouts.size() && layouts.get(old + 1).pts() < layout.pts() - seconds) {
      old++;
    }
    if (2 * old > layouts.size()) {
      layouts.subList(0, old).clear();
      steps.subList(0, old).clear();
      first += old;
    }
  }

  /** Number of the oldest frame remembered. */
  long first() {
    return first;
  }

  /** Number of the newest frame, -1 before there is any. */
  long last() {
    return first + layouts.size() - 1;
  }

  ColorLayout get(long frame) {
    return layouts.get((int) (frame - first));
  }

  double pts(long frame) {
    return get(frame).pts();
  }

  /** Distance of a frame from the one before it; 0 for the first of a video. */
  float step(long frame) {
    return steps.get((int) (frame - first));
  }

  /** The frame shown at a time: the last that starts no later, or the oldest remembered. */
  long shownAt(double time) {
    int low = 0;
    int high = layouts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (layouts.get(middle).pts() <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return first + low;
  }
}
