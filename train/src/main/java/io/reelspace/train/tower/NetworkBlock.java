package io.reelspace.train.tower;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/**
 * A DJL block whose shapes are all known when it is made, so that the input shapes that DJL hands
 * to {@link #initialize} are not looked at.
 */
abstract class NetworkBlock extends AbstractBlock {

  private final int channels;

  /** A block with so many channels in its output. */
  NetworkBlock(int channels) {
    this.channels = channels;
  }

  /** Channels of the output. */
  final int channels() {
    return channels;
  }

  /** Declares a parameter that is learned. */
  final Parameter learned(String name, Initial initial, long... shape) {
    return addParameter(declared(name, initial, shape).build());
  }

  /** Declares a parameter that is set once and not learned. */
  final Parameter fixed(String name, Initial initial, long... shape) {
    return addParameter(declared(name, initial, shape).optRequiresGrad(false).build());
  }

  /** Adds a part of this block. */
  final <B extends Block> B part(String name, B block) {
    return addChildBlock(name, block);
  }

  /** The values of a parameter, for the export. */
  static float[] values(Parameter parameter) {
    return parameter.getArray().toFloatArray();
  }

  @Override
  protected final void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    for (Block child : getChildren().values()) {
      child.initialize(manager, type, shapes);
    }
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), channels)};
  }

  private static Parameter.Builder declared(String name, Initial initial, long... shape) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optShape(new Shape(shape))
        .optInitializer(initial);
  }
}
