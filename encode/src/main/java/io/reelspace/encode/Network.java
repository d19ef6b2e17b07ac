package io.reelspace.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.reelspace.error.MissingModelException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One ONNX file with its native session. Files come from anywhere, so whatever is wrong with one
 * surfaces as a {@link MissingModelException} that names it.
 */
final class Network implements AutoCloseable {
  private final Path file;
  private final OrtSession session;
  private final Map<String, TensorInfo> inputs;
  private final Map<String, TensorInfo> outputs;

  private Network(Path file, OrtSession session) throws OrtException {
    this.file = file;
    this.session = session;
    this.inputs = tensors(session.getInputInfo());
    this.outputs = tensors(session.getOutputInfo());
  }

  static Network open(Path file, Inference inference) {
    return open(file, inference, Sessions::open);
  }

  /** Opens a network that processes open at their start, and that is costly to load. */
  static Network openQuickly(Path file, Inference inference) {
    return open(file, inference, Sessions::openQuickly);
  }

  private interface Opener {
    OrtSession open(Path file, Inference inference) throws OrtException;
  }

  private static Network open(Path file, Inference inference, Opener opener) {
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No model at " + file + ". Put the network there as ONNX, or name another folder.");
    }
    try {
      return new Network(file, opener.open(file, inference));
    } catch (OrtException e) {
      throw new MissingModelException(
          "Cannot load the model "
              + file
              + ": "
              + e.getMessage()
              + ". The file is damaged or not an ONNX network; fetch or export it again.",
          e);
    }
  }

  private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    nodes.forEach((name, node) -> {
      if (node.getInfo() instanceof TensorInfo tensor) {
        tensors.put(name, tensor);
      }
    });
    return tensors;
  }

  Path file() {
    return file;
  }

  Map<String, TensorInfo> inputs() {
    return inputs;
  }

  /** The only input, for networks that must have just one. */
  Map.Entry<String, TensorInfo> onlyInput() {
    if (inputs.size() != 1) {
      throw unfit("has the inputs " + inputs.keySet() + " where one is expected");
    }
    return inputs.entrySet().iterator().next();
  }

  /** An output of floats, single or half, by its name. */
  TensorInfo output(String name) {
    TensorInfo output = outputs.get(name);
    if (output == null) {
      throw unfit("has no output '" + name + "'; its outputs are " + outputs.keySet());
    }
    if (output.type != OnnxJavaType.FLOAT && output.type != OnnxJavaType.FLOAT16) {
      throw unfit("gives " + output.type + " as '" + name + "' where FLOAT is expected");
    }
    return output;
  }

  /** Names of all outputs, in order. */
  List<String> outputs() {
    return List.copyOf(outputs.keySet());
  }

  /** A tensor {@code [rows, columns]} of the kind of whole numbers that an input takes. */
  OnnxTensor wholeNumbers(String input, long[] values, long rows, long columns) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {rows, columns};
    try {
      if (inputs.get(input).type == OnnxJavaType.INT32) {
        int[] narrow = java.util.Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
      }
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    } catch (OrtException e) {
      throw unfit("takes no such numbers as '" + input + "': " + e.getMessage());
    }
  }

  String firstOutput() {
    return outputs.keySet().stream().findFirst().orElseThrow(() -> unfit("has no output"));
  }

  /** Channels of an output: its last dimension, which must be fixed. */
  int channels(String name) {
    long[] shape = output(name).getShape();
    long channels = shape.length == 0 ? -1 : shape[shape.length - 1];
    if (channels < 1 || channels > 1 << 20) {
      throw unfit("does not say how many channels its output '" + name + "' has");
    }
    return (int) channels;
  }

  /**
   * What came out of an output.
   *
   * @param floats in row-major order
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Values(long[] shape, FloatBuffer floats) {}

  /** Runs the network; closes the inputs. Values come back in the order of the names. */
  List<FloatBuffer> run(Map<String, OnnxTensor> tensors, List<String> names) {
    return runShaped(tensors, names).stream().map(Values::floats).toList();
  }

  /** The same with the shapes of what came out. */
  List<Values> runShaped(Map<String, OnnxTensor> tensors, List<String> names) {
    try (OrtSession.Result result = session.run(tensors, Set.copyOf(names))) {
      return names.stream().map(name -> values(result, name)).toList();
    } catch (OrtException e) {
      throw unfit("failed: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static Values values(OrtSession.Result result, String name) {
    OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
    return new Values(tensor.getInfo().getShape(), tensor.getFloatBuffer());
  }

  MissingModelException unfit(String what) {
    return unfit(what, null);
  }

  private MissingModelException unfit(String what, Throwable cause) {
    return new MissingModelException(
        "The model " + file + " " + what + ". Export it again, or use another.", cause);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("closing " + file, e);
    }
  }
}
