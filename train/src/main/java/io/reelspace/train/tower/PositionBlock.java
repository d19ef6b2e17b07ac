package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/**
 * Adds sinusoidal positions (Vaswani et al. 2017), sines in the first half of the channels and
 * cosines in the second, for sequences of any length.
 */
final class PositionBlock extends StageBlock {

  private final float[] frequencies;

  /** Positions for an even number of channels. */
  PositionBlock(int channels) {
    super(channels);
    this.frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10_000) * 2 * i / channels);
    }
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    int time = Math.toIntExact(input.getShape().get(1));
    int half = frequencies.length;
    float[] table = new float[time * channels()];
    for (int t = 0; t < time; t++) {
      for (int i = 0; i < half; i++) {
        float angle = t * frequencies[i];
        table[t * channels() + i] = (float) Math.sin(angle);
        table[t * channels() + half + i] = (float) Math.cos(angle);
      }
    }
    return input.add(input.getManager().create(table, new Shape(1, time, channels())));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue time = ops.squeeze(ops.size(input, 1), 0);
    OnnxValue zero = ops.squeeze(ops.graph().integers(0), 0);
    OnnxValue one = ops.squeeze(ops.graph().integers(1), 0);
    OnnxValue steps = ops.toFloat(ops.graph().apply("Range", zero, time, one));
    OnnxValue angles =
        ops.times(ops.expand(steps, 1), ops.graph().constant(frequencies, 1, frequencies.length));
    OnnxValue waves =
        ops.concatenate(
            List.of(ops.graph().apply("Sin", angles), ops.graph().apply("Cos", angles)), 1);
    return ops.plus(input, ops.expand(waves, 0));
  }
}
