package io.reelspace.media;

import java.util.List;

/**
 * The unit that is embedded and indexed: a shot, or a part of a long shot.
 *
 * @param start presentation time of the first frame, in seconds
 * @param end presentation time at which the segment ends, in seconds, exclusive
 * @param frames at least one frame, in the order of their presentation time
 * @param clips in the order of time, where clips were asked for; none of what shows a single
 *     picture
 * @param sounds windows in the order of time in which something is heard meanwhile, where sound was
 *     asked for
 */
public record Segment(
    double start, double end, List<Frame> frames, List<Clip> clips, List<SoundWindow> sounds) {

  /** Refuses a segment without frames or that ends before it starts. */
  public Segment {
    if (frames.isEmpty() || !(end >= start)) {
      throw new IllegalArgumentException(
          "segment " + start + " to " + end + ", frames: " + frames.size());
    }
    frames = List.copyOf(frames);
    clips = List.copyOf(clips);
    sounds = List.copyOf(sounds);
  }

  /** A segment without sound. */
  public Segment(double start, double end, List<Frame> frames, List<Clip> clips) {
    this(start, end, frames, clips, List.of());
  }

  /** A segment without clips and sound. */
  public Segment(double start, double end, List<Frame> frames) {
    this(start, end, frames, List.of());
  }

  /** The same with what is heard meanwhile. */
  Segment withSounds(List<SoundWindow> heard) {
    return new Segment(start, end, frames, clips, heard);
  }
}
