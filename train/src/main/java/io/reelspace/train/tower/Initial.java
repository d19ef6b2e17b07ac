package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.Arrays;
import java.util.List;

/** How a parameter starts. */
sealed interface Initial extends Initializer {

  /** All the same. */
  record Constant(float value) implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      return manager.full(shape, value, type);
    }
  }

  /** Uniform in {@code [-1/sqrt(inputs), 1/sqrt(inputs)]}, as PyTorch starts a linear layer. */
  record Uniform(int inputs) implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      float bound = (float) (1 / Math.sqrt(inputs));
      return manager.randomUniform(-bound, bound, shape, type);
    }
  }

  /** Normal around zero. */
  record Normal(float deviation) implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      return manager.randomNormal(0, deviation, shape, type);
    }
  }

  /** The exponent of every channel. */
  record Powers(List<TowerStage.Power.Range> ranges) implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      float[] exponents = new float[Math.toIntExact(shape.size())];
      int at = 0;
      for (TowerStage.Power.Range range : ranges) {
        Arrays.fill(exponents, at, at + range.channels(), (float) range.exponent());
        at += range.channels();
      }
      return manager.create(exponents, shape);
    }
  }

  /** Natural logarithms of positive numbers. */
  record Logs(List<Double> values) implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      float[] logs = new float[values.size()];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = (float) Math.log(values.get(i));
      }
      return manager.create(logs, shape);
    }
  }

  /** The identity matrix; zero for a vector. */
  record Identity() implements Initial {
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
      return shape.dimension() == 2
          ? manager.eye(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), 0, type)
          : manager.zeros(shape, type);
    }
  }

  /** The identity. */
  static Initial identity() {
    return new Identity();
  }

  /** All zero. */
  static Initial zeros() {
    return new Constant(0);
  }

  /** All one. */
  static Initial ones() {
    return new Constant(1);
  }
}
