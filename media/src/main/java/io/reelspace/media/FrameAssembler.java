package io.reelspace.media;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Joins the pictures of a frame, finds out how long it is shown, and keeps time running forwards.
 *
 * <p>The decoder writes pictures in the order of time, of one time the analysis picture first. So a
 * frame is complete when the next analysis picture comes.
 *
 * <p>Where time stamps stand still or run backwards, as in recordings that were joined byte by
 * byte, the muxer passes on the last one plus one tick; such a picture is shown one interval after
 * the one before it.
 */
final class FrameAssembler {
  /** How long a single picture is taken to be shown where nothing says it. */
  static final double STILL_SECONDS = 1;

  /** A last frame that is shown longer than this, and much longer than all others, is doubted. */
  private static final double LONGEST_LAST = 10;

  private final double tick;
  private RgbImage analysis;
  private RgbImage sampled;
  private RgbImage moving;
  private double stamp;
  private double pts;
  private double interval;
  private double shortest = Double.POSITIVE_INFINITY;
  private double longest;
  private long frames;
  private long repaired;

  /**
   * Begins with no frame.
   *
   * @param tick the smallest difference of two time stamps, in seconds
   */
  FrameAssembler(double tick) {
    this.tick = tick;
  }

  /** Takes a small picture; the frame before it, which is complete now. */
  Optional<DecodedFrame> addAnalysis(double time, RgbImage image) {
    Optional<DecodedFrame> complete = Optional.empty();
    double next = time;
    if (frames > 0) {
      if (time <= stamp + 1.5 * tick || time <= pts) {
        next = pts + Math.max(interval, tick);
        repaired++;
      } else {
        interval = time - pts;
        shortest = Math.min(shortest, interval);
        longest = Math.max(longest, interval);
      }
      complete = Optional.of(frame(next - pts));
      sampled = null;
      moving = null;
    }
    analysis = image;
    stamp = time;
    pts = next;
    frames++;
    return complete;
  }

  /** Takes the sampled picture of the frame whose small picture came last. */
  void addSampled(RgbImage image) {
    if (sampled == null) {
      sampled = image;
    }
  }

  /** The same with a picture for clips. */
  void addMoving(RgbImage image) {
    if (moving == null) {
      moving = image;
    }
  }

  /**
   * The last frame, which no other one completes.
   *
   * @param statedEnd where the video stream ends as the header states it
   * @param trusted whether all was decoded without complaint
   * @param image whether the container is one of images
   */
  Optional<DecodedFrame> last(OptionalDouble statedEnd, boolean trusted, boolean image) {
    if (frames == 0) {
      return Optional.empty();
    }
    double stated = statedEnd.isPresent() ? statedEnd.getAsDouble() - pts : 0;
    if (frames == 1) {
      return Optional.of(frame(trusted && !image && stated > 0 ? stated : STILL_SECONDS));
    }
    double plausible = trusted ? Math.max(LONGEST_LAST, 2 * longest) : 2 * longest;
    boolean constantRate = frames > 2 && longest < 1.1 * shortest;
    boolean believed = stated > 0 && stated <= plausible && !(constantRate && stated < 2 * longest);
    return Optional.of(frame(believed ? stated : interval));
  }

  /** How many frames there were. */
  long frames() {
    return frames;
  }

  /** How many time stamps stood still or ran backwards. */
  long repaired() {
    return repaired;
  }

  private DecodedFrame frame(double duration) {
    return new DecodedFrame(
        pts, duration, analysis, Optional.ofNullable(sampled), Optional.ofNullable(moving));
  }
}
