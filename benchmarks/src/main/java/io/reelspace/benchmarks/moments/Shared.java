package io.reelspace.benchmarks.moments;

import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.Space;
import java.util.List;
import java.util.Optional;

/** A space that outlives the archives that own it. */
record Shared(Space space) implements Space {

  @Override
  public Optional<ScoreCalibration> scores() {
    return space.scores();
  }

  @Override
  public String name() {
    return space.name();
  }

  @Override
  public String fingerprint() {
    return space.fingerprint();
  }

  @Override
  public int dimension() {
    return space.dimension();
  }

  @Override
  public ImageSize frameSize() {
    return space.frameSize();
  }

  @Override
  public float[][] frameFeatures(List<Frame> frames) {
    return space.frameFeatures(frames);
  }

  @Override
  public float[] embedFrames(float[][] features) {
    return space.embedFrames(features);
  }

  @Override
  public Optional<SoundFormat> sound() {
    return space.sound();
  }

  @Override
  public List<Optional<float[]>> embedSounds(List<SoundWindow> windows) {
    return space.embedSounds(windows);
  }

  @Override
  public float[] embedText(String text) {
    return space.embedText(text);
  }

  @Override
  public void close() {
    // by its owner
  }
}
