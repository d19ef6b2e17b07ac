package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.error.BadInputException;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
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
    List<NDArray> terms = new ArrayList<>();
    for (TowerStage.Channels each : config.scores()) {
      terms.add(run(input, each).softmax(-1).mul(weightOfScores()));
    }
    for (TowerStage.Channels each : config.probabilities()) {
      terms.add(run(input, each).mul(weightOfProbabilities()));
    }
    NDArray sum = terms.stream().reduce(NDArray::add).orElseThrow();
    NDArray last = sum.topK(config.likeliest(), -1, true, true).get(0).min(new int[] {-1}, true);
    NDArray kept = sum.mul(sum.gte(last).toType(sum.getDataType(), false));
    return NormaliseBlock.unit(kept.matMul(pass.value(names, input)), -1);
  }

  private static NDArray run(NDArray input, TowerStage.Channels range) {
    return SoftmaxBlock.run(input, range.from(), range.from() + range.count());
  }

  private float weightOfScores() {
    double share = config.probabilities().isEmpty() ? 0 : config.share();
    return (float) ((1 - share) / config.scores().size());
  }

  private float weightOfProbabilities() {
    return (float) (config.share() / config.probabilities().size());
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    List<OnnxValue> terms = new ArrayList<>();
    for (TowerStage.Channels each : config.scores()) {
      terms.add(ops.times(ops.softmax(run(ops, input, each), -1), weightOfScores()));
    }
    for (TowerStage.Channels each : config.probabilities()) {
      terms.add(ops.times(run(ops, input, each), weightOfProbabilities()));
    }
    OnnxValue sum = terms.stream().reduce(ops::plus).orElseThrow();
    OnnxValue last = ops.minimum(ops.largest(sum, config.likeliest()), -1, true);
    OnnxValue kept = ops.times(sum, ops.toFloat(ops.graph().apply("GreaterOrEqual", sum, last)));
    OnnxValue matrix = ops.graph().constant(values(names), classes, channels());
    return ops.normalise(ops.matrixProduct(kept, matrix), -1);
  }

  private static OnnxValue run(OnnxOperators ops, OnnxValue input, TowerStage.Channels range) {
    return ops.slice(input, -1, range.from(), range.from() + (long) range.count());
  }
}
