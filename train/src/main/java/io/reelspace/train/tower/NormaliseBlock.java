package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/** Scales the last axis, or each of its equal parts, to length one. */
final class NormaliseBlock extends StageBlock {

  private final int parts;

  NormaliseBlock(int channels, int parts) {
    super(channels);
    this.parts = parts;
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    if (parts == 1) {
      return unit(input, -1);
    }
    Shape shape = input.getShape();
    Shape divided = new Shape(shape.size() / channels(), parts, channels() / parts);
    return unit(input.reshape(divided), -1).reshape(shape);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    if (parts == 1) {
      return ops.normalise(input, -1);
    }
    int each = channels() / parts;
    List<OnnxValue> units = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      OnnxValue own = ops.slice(input, -1, (long) part * each, (part + 1L) * each);
      units.add(ops.normalise(own, -1));
    }
    return ops.concatenate(units, -1);
  }

  /** {@code x / max(|x|, 1e-12)} along an axis. */
  static NDArray unit(NDArray input, int axis) {
    return input.normalize(2, axis, 1e-12);
  }
}
