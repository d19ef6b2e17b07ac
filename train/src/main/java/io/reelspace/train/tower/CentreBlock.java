package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.error.BadInputException;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;
import java.util.function.Function;

/** Subtracts the mean of the class names. */
final class CentreBlock extends StageBlock {

  private final TowerStage.Naming naming;
  private final Parameter centre;

  CentreBlock(int channels, TowerStage.Centre config) {
    super(channels);
    this.naming = config.naming();
    this.centre = fixed("centre", Initial.zeros(), channels);
  }

  void fit(Function<List<String>, NameVectors> vectors) {
    NameVectors names = vectors.apply(naming.texts());
    if (names.channels() != channels()) {
      throw new BadInputException(
          "The stage centre works on %d channels, but the class names by %s have %d."
              .formatted(channels(), String.join("+", naming.texts()), names.channels()));
    }
    centre.getArray().set(names.centre(naming.share()));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return input.sub(pass.value(centre, input));
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    return ops.minus(input, ops.graph().constant(values(centre), channels()));
  }
}
