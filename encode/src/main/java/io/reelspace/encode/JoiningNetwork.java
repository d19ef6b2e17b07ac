package io.reelspace.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network in an ONNX file that maps several float tensors to one: a tower that joins modalities.
 * Owns a native session; safe for use by several threads.
 */
public final class JoiningNetwork implements AutoCloseable {
  private final Network network;
  private final String output;

  private JoiningNetwork(Network network) {
    this.network = network;
    this.output = network.firstOutput();
  }

  /**
   * One input.
   *
   * @param values in row-major order
   * @param shape of the values
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Input(float[] values, long[] shape) {
    /** An input of this shape. */
    public static Input of(float[] values, long... shape) {
      return new Input(values, shape);
    }
  }

  /**
   * Loads a network.
   *
   * @param inputs the names of all of its inputs
   * @throws io.reelspace.error.MissingModelException when the file is absent, damaged, or has other
   *     inputs
   */
  public static JoiningNetwork open(Path file, Set<String> inputs, Inference inference) {
    Network network = Network.open(file, inference);
    if (!network.inputs().keySet().equals(inputs)) {
      network.close();
      throw network.unfit(
          "has the inputs " + network.inputs().keySet() + " where " + inputs + " are expected");
    }
    try {
      return new JoiningNetwork(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Channels of an input: its last dimension.
   *
   * @throws io.reelspace.error.MissingModelException when it is not fixed
   */
  public int channels(String input) {
    long[] shape = network.inputs().get(input).getShape();
    long channels = shape.length == 0 ? -1 : shape[shape.length - 1];
    if (channels < 1 || channels > 1 << 20) {
      throw network.unfit("does not say how many channels its input '" + input + "' has");
    }
    return (int) channels;
  }

  /**
   * Runs the network.
   *
   * @param inputs by their names, all of them
   * @return the values of the first output, in row-major order
   */
  public float[] run(Map<String, Input> inputs) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, Input> entry : inputs.entrySet()) {
        FloatBuffer values = FloatBuffer.wrap(entry.getValue().values());
        tensors.put(
            entry.getKey(),
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), values, entry.getValue().shape()));
      }
    } catch (OrtException e) {
      tensors.values().forEach(OnnxTensor::close);
      throw network.unfit("takes no such input: " + e.getMessage());
    }
    FloatBuffer result = network.run(tensors, List.of(output)).getFirst();
    float[] copy = new float[result.remaining()];
    result.get(copy);
    return copy;
  }

  @Override
  public void close() {
    network.close();
  }
}
