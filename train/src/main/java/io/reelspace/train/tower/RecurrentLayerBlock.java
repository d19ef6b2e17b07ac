package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import io.reelspace.train.onnx.OnnxWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * One recurrent layer in one or both directions.
 *
 * <p>The backward direction runs over each sequence reversed within its own length, as ONNX does
 * it, so that the padding behind a shorter sequence changes nothing.
 */
final class RecurrentLayerBlock extends StageBlock {

  /** Weights of one direction, as PyTorch keeps them. */
  private record Direction(
      Parameter input, Parameter recurrence, Parameter inputBias, Parameter recurrentBias) {
    NDList values(Pass pass, NDArray x) {
      return new NDList(
          pass.value(input, x),
          pass.value(recurrence, x),
          pass.value(inputBias, x),
          pass.value(recurrentBias, x));
    }
  }

  private final RecurrentCell cell;
  private final int inputs;
  private final int hidden;
  private final List<Direction> directions = new ArrayList<>();

  RecurrentLayerBlock(RecurrentCell cell, int inputs, int hidden, boolean bidirectional) {
    super(hidden * (bidirectional ? 2 : 1));
    this.cell = cell;
    this.inputs = inputs;
    this.hidden = hidden;
    directions.add(direction("forward"));
    if (bidirectional) {
      directions.add(direction("backward"));
    }
  }

  private Direction direction(String name) {
    Initial initial = new Initial.Uniform(hidden);
    long rows = (long) cell.gates() * hidden;
    return new Direction(
        learned(name + "-input", initial, rows, inputs),
        learned(name + "-recurrence", initial, rows, hidden),
        learned(name + "-input-bias", initial, rows),
        learned(name + "-recurrent-bias", initial, rows));
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    NDArray forward = run(pass, input, directions.get(0));
    if (directions.size() == 1) {
      return forward;
    }
    NDArray order = reversedWithinLength(mask).expandDims(2);
    NDArray backward = reorder(run(pass, reorder(input, order), directions.get(1)), order);
    return forward.concat(backward, 2);
  }

  private NDArray run(Pass pass, NDArray input, Direction direction) {
    NDArray state = input.getManager().zeros(new Shape(1, input.getShape().get(0), hidden));
    NDList weights = direction.values(pass, input);
    boolean training = pass.training();
    NDList output =
        switch (cell) {
          case LSTM ->
              input
                  .getNDArrayInternal()
                  .lstm(
                      input, new NDList(state, state), weights, true, 1, 0, training, false, true);
          case GRU ->
              input
                  .getNDArrayInternal()
                  .gru(input, state, weights, true, 1, 0, training, false, true);
        };
    return output.get(0);
  }

  /** {@code [batch, time]}: the step at which a reversed sequence finds its step t. */
  private static NDArray reversedWithinLength(NDArray mask) {
    int time = Math.toIntExact(mask.getShape().get(1));
    NDArray steps = mask.getManager().arange(0f, time, 1f, DataType.FLOAT32).expandDims(0);
    NDArray lengths = mask.sum(new int[] {1}, true);
    NDArray reversed = lengths.sub(1f).sub(steps).mul(mask);
    NDArray kept = steps.mul(mask.mul(-1f).add(1f));
    return reversed.add(kept).toType(DataType.INT64, false);
  }

  private static NDArray reorder(NDArray input, NDArray order) {
    Shape shape = input.getShape();
    return input.gather(order.broadcast(shape.get(0), shape.get(1), shape.get(2)), 1);
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue lengths = ops.toInt32(ops.sum(mask, 1, false));
    OnnxValue timeFirst = ops.transpose(input, 1, 0, 2);
    OnnxValue output = ops.recurrent(cell.name(), timeFirst, onnxWeights(), lengths);
    return ops.reshape(ops.transpose(output, 2, 0, 1, 3), 0, 0, channels());
  }

  private OnnxWeights onnxWeights() {
    int rows = cell.gates() * hidden;
    float[] input = new float[directions.size() * rows * inputs];
    float[] recurrence = new float[directions.size() * rows * hidden];
    float[] bias = new float[directions.size() * 2 * rows];
    for (int d = 0; d < directions.size(); d++) {
      Direction direction = directions.get(d);
      cell.reorder(values(direction.input()), input, d * rows * inputs);
      cell.reorder(values(direction.recurrence()), recurrence, d * rows * hidden);
      cell.reorder(values(direction.inputBias()), bias, d * 2 * rows);
      cell.reorder(values(direction.recurrentBias()), bias, d * 2 * rows + rows);
    }
    return new OnnxWeights(
        directions.size(), cell.gates(), hidden, inputs, input, recurrence, bias);
  }
}
