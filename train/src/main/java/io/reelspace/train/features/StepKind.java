package io.reelspace.train.features;

/** What the steps of features are of. Those of different kinds do not lie at the same times. */
public enum StepKind {
  /** Frames; and texts, of which each is a step. No video and no caption is without them. */
  FRAMES,
  /** Clips of frames; a still picture has none. */
  CLIPS,
  /** Windows of sound; there are none where nothing is heard. */
  SOUNDS
}
