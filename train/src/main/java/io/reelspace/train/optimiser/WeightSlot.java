package io.reelspace.train.optimiser;

import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * One parameter as the optimiser sees it: its weights in native memory, the gradient of the moment,
 * and the optimiser's own state.
 *
 * <p>Moments and average are plain arrays; so the state of a run is in the hands of this class and
 * can be written and read back to the bit.
 */
public final class WeightSlot {

  private final String name;
  private final FloatBuffer weights;
  private final Supplier<FloatBuffer> gradientSource;
  private FloatBuffer gradient;
  private final boolean decayed;
  private final float rate;
  private final float[] first;
  private final float[] second;
  private final float[] average;

  /**
   * A slot without history: moments zero, average equal to the weights.
   *
   * @param weights a view of the parameter's own memory
   * @param gradient a view of its gradient, asked for anew at each step
   * @param decayed whether weight decay applies
   * @param averaged whether an average is kept
   */
  public WeightSlot(
      String name,
      FloatBuffer weights,
      Supplier<FloatBuffer> gradient,
      boolean decayed,
      boolean averaged) {
    this(name, weights, gradient, decayed, averaged, 1);
  }

  /**
   * The same with a learning rate of its own.
   *
   * @param rate as a share of that of the step
   */
  public WeightSlot(
      String name,
      FloatBuffer weights,
      Supplier<FloatBuffer> gradient,
      boolean decayed,
      boolean averaged,
      double rate) {
    this.name = name;
    this.rate = (float) rate;
    this.weights = weights;
    this.gradientSource = gradient;
    this.gradient = FloatBuffer.allocate(0);
    this.decayed = decayed;
    this.first = new float[weights.capacity()];
    this.second = new float[weights.capacity()];
    this.average = new float[averaged ? weights.capacity() : 0];
    weights.get(0, average);
  }

  /** The parameter's name. */
  public String name() {
    return name;
  }

  /** Number of weights. */
  public int size() {
    return first.length;
  }

  /** The weights themselves. */
  public FloatBuffer weights() {
    return weights;
  }

  /** First moments. */
  public float[] first() {
    return first;
  }

  /** Second moments. */
  public float[] second() {
    return second;
  }

  /** The moving average of the weights; empty when none is kept. */
  public float[] average() {
    return average;
  }

  /** Begins with the weights as they are now: they are the average as well. */
  public void restart() {
    weights.get(0, average);
  }

  /** Exchanges weights and average, if there is one; a second call brings both back. */
  public void swapAverage() {
    if (average.length > 0) {
      float[] current = new float[average.length];
      weights.get(0, current);
      weights.put(0, average);
      System.arraycopy(current, 0, average, 0, current.length);
    }
  }

  /** Looks up the gradient of the backward pass that has just run. */
  void refresh() {
    gradient = gradientSource.get();
  }

  FloatBuffer gradient() {
    return gradient;
  }

  float rate() {
    return rate;
  }

  boolean decayed() {
    return decayed;
  }
}
