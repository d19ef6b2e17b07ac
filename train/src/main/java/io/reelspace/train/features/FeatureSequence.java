package io.reelspace.train.features;

import java.util.Objects;

/**
 * The features of one source in one view, still on disk: a place in a mapped file from which steps
 * are copied. Valid until its {@link FeatureStore} is closed; safe for use by several threads.
 */
public final class FeatureSequence {

  private final FeatureBatch batch;
  private final int row;
  private final int channels;

  FeatureSequence(FeatureBatch batch, int row, int channels) {
    this.batch = batch;
    this.row = row;
    this.channels = channels;
  }

  /** Names the source. */
  public String id() {
    return batch.key(row).id();
  }

  /** 0 for the source as it is, above for augmented views. */
  public int view() {
    return batch.key(row).view();
  }

  /** SHA-256 of the source's content, in hexadecimal. */
  public String checksum() {
    return batch.checksum(row);
  }

  /** Length of the sequence. */
  public int steps() {
    return batch.steps(row);
  }

  /** Channels of a step. */
  public int channels() {
    return channels;
  }

  /** Presentation times in seconds, {@code [time]}; a copy. */
  public float[] times() {
    return batch.times(row);
  }

  /** Copies the features of one step to {@code into[at]} and the places behind it. */
  public void copy(int step, float[] into, int at) {
    Objects.checkIndex(step, steps());
    Objects.checkFromIndexSize(at, channels, into.length);
    batch.copy(row, step, into, at);
  }

  /** The whole sequence, {@code [time, channels]}; a copy. */
  public float[][] features() {
    float[][] features = new float[steps()][channels];
    for (int step = 0; step < features.length; step++) {
      batch.copy(row, step, features[step], 0);
    }
    return features;
  }
}
