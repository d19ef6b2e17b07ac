package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;

/** NetVLAD pooling with soft assignment, followed by a linear map. */
final class NetVladBlock extends StageBlock {

  private final int inputs;
  private final int clusters;
  private final LinearBlock assignment;
  private final Parameter centres;
  private final LinearBlock projection;

  NetVladBlock(int inputs, TowerStage.NetVlad config) {
    super(config.dimension());
    this.inputs = inputs;
    this.clusters = config.clusters();
    float deviation = (float) (1 / Math.sqrt(inputs));
    this.centres = learned("centres", new Initial.Normal(deviation), clusters, inputs);
    this.assignment = part("assignment", new LinearBlock(inputs, clusters));
    this.projection = part("projection", new LinearBlock(clusters * inputs, config.dimension()));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray shares =
        assignment.apply(pass, input, mask).softmax(2).mul(mask.expandDims(2)).transpose(0, 2, 1);
    NDArray mass = shares.sum(new int[] {2}, true);
    NDArray residuals =
        shares.matMul(input).sub(mass.mul(pass.value(centres, input).expandDims(0)));
    NDArray flat =
        NormaliseBlock.unit(residuals, 2)
            .reshape(input.getShape().get(0), (long) clusters * inputs);
    return projection.apply(pass, NormaliseBlock.unit(flat, 1), mask);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue soft = ops.softmax(assignment.write(ops, input, mask), 2);
    OnnxValue shares = ops.transpose(ops.times(soft, ops.expand(mask, 2)), 0, 2, 1);
    OnnxValue mass = ops.sum(shares, 2, true);
    OnnxValue centre = ops.graph().constant(values(centres), 1, clusters, inputs);
    OnnxValue residuals = ops.minus(ops.matrixProduct(shares, input), ops.times(mass, centre));
    OnnxValue flat = ops.reshape(ops.normalise(residuals, 2), 0, (long) clusters * inputs);
    return projection.write(ops, ops.normalise(flat, 1), mask);
  }
}
