package io.reelspace.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network in an ONNX file that maps one float tensor to another, for example a tower. Owns a
 * native session; safe for use by several threads.
 */
public final class FloatNetwork implements AutoCloseable {
  private final Network network;
  private final String input;
  private final String output;

  private FloatNetwork(Network network) {
    this.network = network;
    this.input = network.onlyInput().getKey();
    this.output = network.firstOutput();
  }

  /**
   * Loads a network with one input.
   *
   * @throws io.reelspace.error.MissingModelException when the file is absent, damaged, or has other
   *     inputs
   */
  public static FloatNetwork open(Path file, Inference inference) {
    Network network = Network.open(file, inference);
    try {
      return new FloatNetwork(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Channels of the output: its last dimension. */
  public int channels() {
    return network.channels(output);
  }

  /**
   * Runs the network.
   *
   * @param values in row-major order
   * @param shape of the values
   * @return the values of the first output, in row-major order
   */
  public float[] run(float[] values, long... shape) {
    FloatBuffer result;
    try {
      OnnxTensor tensor =
          OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
      result = network.run(Map.of(input, tensor), List.of(output)).getFirst();
    } catch (OrtException e) {
      throw network.unfit("takes no such input: " + e.getMessage());
    }
    float[] copy = new float[result.remaining()];
    result.get(copy);
    return copy;
  }

  /** Whether it has an output of that name. */
  public boolean has(String name) {
    return network.hasOutput(name);
  }

  /**
   * Runs the network for several of its outputs.
   *
   * @param names of the outputs
   * @param values in row-major order
   * @param shape of the values
   * @return the values of each output, in row-major order
   */
  public List<float[]> run(List<String> names, float[] values, long... shape) {
    names.forEach(network::output);
    try {
      OnnxTensor tensor =
          OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
      return network.run(Map.of(input, tensor), names).stream()
          .map(result -> {
            float[] copy = new float[result.remaining()];
            result.get(copy);
            return copy;
          })
          .toList();
    } catch (OrtException e) {
      throw network.unfit("takes no such input: " + e.getMessage());
    }
  }

  /** The name of its first output. */
  public String firstOutput() {
    return output;
  }

  @Override
  public void close() {
    network.close();
  }
}
