package io.reelspace.train;

import ai.djl.nn.Parameter;
import io.reelspace.error.StorageException;
import io.reelspace.train.checkpoint.Tensors;
import io.reelspace.train.optimiser.AdamW;
import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.optimiser.WeightSlot;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All numbers that training changes: weights, moments and average, as they go to disk and come
 * back. Made once the network's constants are fitted.
 */
final class ModelState {

  private final Map<String, Parameter> parameters;
  private final Map<String, HostParameter> memory = new LinkedHashMap<>();
  private final List<WeightSlot> slots = new ArrayList<>();
  private final AdamW optimiser;

  ModelState(DualEncoder encoder, AdamWConfig config) {
    this.parameters = encoder.parameters();
    parameters.forEach((name, parameter) -> {
      HostParameter host = new HostParameter(parameter);
      memory.put(name, host);
      if (parameter.requiresGradient()) {
        // Gains, biases and the temperature are vectors; decay is for matrices.
        boolean decayed = parameter.getArray().getShape().dimension() >= 2;
        slots.add(
            new WeightSlot(
                name,
                host.weights(),
                host::gradient,
                decayed,
                config.average() > 0,
                encoder.rate(name)));
      }
    });
    this.optimiser = new AdamW(config, slots);
  }

  AdamW optimiser() {
    return optimiser;
  }

  /** Hands changed weights to PyTorch. */
  void publish() {
    memory.values().forEach(HostParameter::publish);
  }

  /** Trades the weights for their average, or back. */
  void swapAverages() {
    slots.forEach(WeightSlot::swapAverage);
    publish();
  }

  /** Rounds all matrices to what half precision can hold. */
  void roundToHalf() {
    memory.forEach((name, host) -> {
      if (parameters.get(name).getArray().getShape().dimension() >= 2) {
        FloatBuffer weights = host.weights();
        for (int i = 0; i < weights.capacity(); i++) {
          weights.put(i, Float.float16ToFloat(Float.floatToFloat16(weights.get(i))));
        }
      }
    });
    publish();
  }

  /** Weights alone. */
  Tensors weights(Map<String, String> metadata) {
    Map<String, Tensors.Tensor> tensors = new LinkedHashMap<>();
    addWeights(tensors);
    return new Tensors(metadata, tensors);
  }

  /** Weights and the optimiser's state. */
  Tensors checkpoint(Map<String, String> metadata) {
    Map<String, Tensors.Tensor> tensors = new LinkedHashMap<>();
    addWeights(tensors);
    for (WeightSlot slot : slots) {
      long[] shape = {slot.size()};
      tensors.put("first." + slot.name(), tensor(shape, FloatBuffer.wrap(slot.first())));
      tensors.put("second." + slot.name(), tensor(shape, FloatBuffer.wrap(slot.second())));
      if (slot.average().length > 0) {
        tensors.put("average." + slot.name(), tensor(shape, FloatBuffer.wrap(slot.average())));
      }
    }
    return new Tensors(metadata, tensors);
  }

  private void addWeights(Map<String, Tensors.Tensor> tensors) {
    memory.forEach((name, host) ->
        tensors.put(
            "weight." + name,
            tensor(parameters.get(name).getArray().getShape().getShape(), host.weights())));
  }

  private static Tensors.Tensor tensor(long[] shape, FloatBuffer values) {
    return new Tensors.Tensor(shape, values);
  }

  /**
   * Begins with the weights of an earlier stage of training, where it has them: those of encoders
   * are as their files say.
   */
  void begin(Tensors start) {
    memory.forEach((name, host) -> {
      if (start.tensors().containsKey("weight." + name)) {
        host.weights().put(0, values(start, "weight." + name), 0, size(host));
      }
    });
    publish();
    slots.forEach(WeightSlot::restart);
  }

  /**
   * Takes over saved values.
   *
   * @throws StorageException when they are of another network
   */
  void restore(Tensors saved, boolean optimiserToo) {
    memory.forEach(
        (name, host) -> host.weights().put(0, values(saved, "weight." + name), 0, size(host)));
    publish();
    if (optimiserToo) {
      for (WeightSlot slot : slots) {
        values(saved, "first." + slot.name()).get(0, slot.first());
        values(saved, "second." + slot.name()).get(0, slot.second());
        if (slot.average().length > 0) {
          values(saved, "average." + slot.name()).get(0, slot.average());
        }
      }
    }
  }

  private static int size(HostParameter host) {
    return host.weights().capacity();
  }

  private FloatBuffer values(Tensors saved, String name) {
    Tensors.Tensor tensor = saved.tensors().get(name);
    String parameter = name.substring(name.indexOf('.') + 1);
    int expected = size(memory.get(parameter));
    if (tensor == null || tensor.values().capacity() != expected) {
      throw new StorageException(
          "The checkpoint is of another network: it has no "
              + name
              + " of "
              + expected
              + " values. Use another output folder.");
    }
    return tensor.values();
  }
}
