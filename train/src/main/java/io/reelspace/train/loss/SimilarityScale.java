package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * The learned temperature: similarities are multiplied by {@code exp(t)} and shifted by a bias.
 *
 * <p>As a DJL block it takes any array for the device and gives scale {@code [1]} and bias {@code
 * [1]}.
 */
public final class SimilarityScale extends AbstractBlock {

  /** CLIP's limit: above it training becomes unstable. */
  private static final float LARGEST = (float) Math.log(100);

  private final double scale;
  private final double bias;
  private final Parameter logScale;
  private final Parameter shift;

  /**
   * A scale that starts at {@code scale}, with a bias that starts at {@code bias}.
   *
   * @param learned whether training moves them
   */
  public SimilarityScale(double scale, double bias, boolean learned) {
    this.scale = scale;
    this.bias = bias;
    this.logScale = addParameter(scalar("log-scale", learned));
    this.shift = addParameter(scalar("bias", learned));
  }

  private static Parameter scalar(String name, boolean learned) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.BIAS)
        .optShape(new Shape(1))
        .optRequiresGrad(learned)
        .build();
  }

  @Override
  public void initialize(NDManager manager, DataType type, Shape... inputShapes) {
    super.initialize(manager, type, inputShapes);
    logScale.getArray().set(new float[] {(float) Math.log(scale)});
    shift.getArray().set(new float[] {(float) bias});
  }

  /** Keeps the scale at or below 100; called after each step of the optimiser. */
  public void limit() {
    NDArray value = logScale.getArray();
    if (value.getFloat() > LARGEST) {
      value.subi(value).addi(LARGEST);
    }
  }

  /** The scale as it is now. */
  public double value() {
    return Math.exp(logScale.getArray().getFloat());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray like = inputs.head();
    NDArray log = store.getValue(logScale, like.getDevice(), training);
    return new NDList(log.exp(), store.getValue(shift, like.getDevice(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(1), new Shape(1)};
  }
}
