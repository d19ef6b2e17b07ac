package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;

/** Chooses the frames of a segment among the sampled ones. */
final class FrameSelection {

  private FrameSelection() {}

  /**
   * The sampled frames closest to times that divide the interval evenly, each frame once.
   *
   * @param sampled frames of the segment in order of time, at least one
   * @param start from when the segment shows its shot alone, in seconds
   * @param end until when it does
   * @param wanted number of frames, at least 1; fewer are chosen where fewer were sampled
   */
  static List<Frame> evenly(List<Frame> sampled, double start, double end, int wanted) {
    List<Frame> clear = sampled.stream().filter(f -> f.pts() >= start && f.pts() < end).toList();
    List<Frame> choice = clear.isEmpty() ? List.of(closest(sampled, (start + end) / 2)) : clear;
    if (choice.size() <= wanted) {
      return choice;
    }
    List<Frame> chosen = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < wanted; i++) {
      double time = start + (i + 0.5) * (end - start) / wanted;
      // So many must be left for the times that follow.
      int last = choice.size() - (wanted - i);
      while (next < last && distance(choice, next + 1, time) <= distance(choice, next, time)) {
        next++;
      }
      chosen.add(choice.get(next++));
    }
    return chosen;
  }

  private static double distance(List<Frame> frames, int index, double time) {
    return Math.abs(frames.get(index).pts() - time);
  }

  private static Frame closest(List<Frame> frames, double time) {
    Frame closest = frames.getFirst();
    for (Frame frame : frames) {
      if (Math.abs(frame.pts() - time) < Math.abs(closest.pts() - time)) {
        closest = frame;
      }
    }
    return closest;
  }
}
