package io.reelspace.index;

import io.reelspace.media.Clip;
import io.reelspace.media.Frame;
import io.reelspace.media.Segment;
import io.reelspace.media.SoundWindow;
import io.reelspace.space.SegmentFeatures;
import io.reelspace.space.Space;
import java.util.List;
import java.util.Optional;

/**
 * What moves and is heard in a segment, as features.
 *
 * @param clips {@code [clips, channels]}
 * @param sounds {@code [windows, channels]}
 */
@SuppressWarnings("ArrayRecordComponent") // made and used within a stage
record Surroundings(Segment segment, float[][] clips, float[][] sounds) {

  private static final float[] NOTHING = {};

  static Surroundings of(Segment segment, Space space) {
    List<Clip> clips = segment.clips();
    List<SoundWindow> sounds = segment.sounds();
    return new Surroundings(
        segment,
        clips.isEmpty() ? new float[0][] : space.clipFeatures(clips),
        sounds.isEmpty() ? new float[0][] : space.soundFeatures(sounds));
  }

  /** All of it beside the features of all frames. */
  SegmentFeatures ofAll(float[][] frames) {
    return new SegmentFeatures(frames, clips, sounds);
  }

  /** For each frame the clip and the sound around it. */
  SegmentFeatures ofEachFrame(float[][] frames) {
    List<Frame> shown = segment.frames();
    float[][] clipOf = new float[clips.length == 0 ? 0 : frames.length][];
    float[][] soundOf = new float[sounds.length == 0 ? 0 : frames.length][];
    for (int f = 0; f < frames.length; f++) {
      double time = shown.get(f).pts();
      if (clips.length > 0) {
        clipOf[f] = clips[clipAround(time)];
      }
      if (sounds.length > 0) {
        soundOf[f] = soundAround(time).map(window -> sounds[window]).orElse(NOTHING);
      }
    }
    return new SegmentFeatures(frames, clipOf, soundOf);
  }

  /** The clip whose middle is nearest. */
  private int clipAround(double time) {
    List<Clip> all = segment.clips();
    int nearest = 0;
    for (int c = 1; c < all.size(); c++) {
      if (distance(time, all.get(c)) < distance(time, all.get(nearest))) {
        nearest = c;
      }
    }
    return nearest;
  }

  private static double distance(double time, Clip clip) {
    return Math.abs((clip.start() + clip.end()) / 2 - time);
  }

  /** The window that is heard at a time and whose middle is nearest; empty in silence. */
  private Optional<Integer> soundAround(double time) {
    List<SoundWindow> all = segment.sounds();
    Optional<Integer> nearest = Optional.empty();
    for (int w = 0; w < all.size(); w++) {
      boolean heard = all.get(w).start() <= time && time < all.get(w).end();
      if (heard
          && (nearest.isEmpty()
              || distance(time, all.get(w)) < distance(time, all.get(nearest.get())))) {
        nearest = Optional.of(w);
      }
    }
    return nearest;
  }

  private static double distance(double time, SoundWindow window) {
    return Math.abs((window.start() + window.end()) / 2 - time);
  }
}
