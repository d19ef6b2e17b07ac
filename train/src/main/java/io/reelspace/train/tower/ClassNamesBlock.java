package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.error.BadInputException;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;
import java.util.function.Function;

/**
 * The name vectors of the likeliest classes, weighted by probability. Classes below the last of
 * them get the weight zero, so that one matrix product does the rest.
 */
final class ClassNamesBlock extends StageBlock {

  private final TowerStage.ClassNames config;
  private final int classes;
  private final Parameter names;

  ClassNamesBlock(int channels, TowerStage.ClassNames config) {
    super(config.dimension());
    this.config = config;
    this.classes = config.scores().getFirst().count();
    this.names = fixed("names", Initial.zeros(), classes, config.dimension());
  }

  void fit(Function<List<String>, NameVectors> vectors) {
    NameVectors given = vectors.apply(config.naming().texts());
    if (given.classes().size() != classes || given.channels() != channels()) {
      throw new BadInputException(
          "The stage class-names wants %d classes of dimension %d; the names by %s are %d of %d."
              .formatted(
                  classes,
                  channels(),
                  String.join("+", config.naming().texts()),
                  given.classes().size(),
                  given.channels()));
    }
    names.getArray().set(given.directions(config.naming().share(), config.parts()));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    List<NDArray> each =
        config.scores().stream()
            .map(s -> SoftmaxBlock.run(input, s.from(), s.from() + s.count()).softmax(-1))
            .toList();
    NDArray sum = each.getFirst();
    for (NDArray other : each.subList(1, each.size())) {
      sum = sum.add(other);
    }
    NDArray last = sum.topK(config.likeliest(), -1, true, true).get(0).min(new int[] {-1}, true);
    NDArray kept = sum.mul(sum.gte(last).toType(sum.getDataType(), false));
    return NormaliseBlock.unit(kept.matMul(pass.value(names, input)), -1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue sum = null;
    for (TowerStage.Channels s : config.scores()) {
      OnnxValue own = ops.softmax(ops.slice(input, -1, s.from(), s.from() + s.count()), -1);
      sum = sum == null ? own : ops.plus(sum, own);
    }
    OnnxValue last = ops.minimum(ops.largest(sum, config.likeliest()), -1, true);
    OnnxValue kept = ops.times(sum, ops.toFloat(ops.graph().apply("GreaterOrEqual", sum, last)));
    OnnxValue matrix = ops.graph().constant(values(names), classes, channels());
    return ops.normalise(ops.matrixProduct(kept, matrix), -1);
  }
}
