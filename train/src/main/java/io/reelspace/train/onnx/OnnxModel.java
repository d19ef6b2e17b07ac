package io.reelspace.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file that others wrote, taken apart: which weights it holds and where, its beginning up
 * to some tensor, and itself with other weights.
 */
public final class OnnxModel {

  /** The output of a beginning, see {@link #upTo}. */
  public static final String BEGINNING = "beginning";

  private final Path file;
  private final ModelProto model;

  private OnnxModel(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
  }

  /**
   * Reads a file.
   *
   * @throws MissingModelException when it is not there, damaged, or keeps weights in other files
   */
  public static OnnxModel read(Path file) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new MissingModelException(
          file + " is damaged or not an ONNX network: " + e.getMessage() + ". Make it again.", e);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (tensor.getExternalDataCount() > 0) {
        throw new MissingModelException(
            "%s keeps %s in another file; save the network with its weights inside."
                .formatted(file, tensor.getName()));
      }
    }
    return new OnnxModel(file, model);
  }

  /** Where it was read. */
  public Path file() {
    return file;
  }

  /** The shapes of its float32 weights by their names. */
  public Map<String, List<Long>> weights() {
    Map<String, List<Long>> weights = new LinkedHashMap<>();
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
        weights.put(tensor.getName(), tensor.getDimsList());
      }
    }
    return weights;
  }

  /** The only input that is no weight. */
  public String input() {
    return inputs().getFirst().getName();
  }

  /** All inputs that are no weights. */
  private List<ValueInfoProto> inputs() {
    Set<String> weights = new HashSet<>();
    model.getGraph().getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
    List<ValueInfoProto> inputs =
        model.getGraph().getInputList().stream()
            .filter(input -> !weights.contains(input.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new MissingModelException(
          "%s has the inputs %s; a network that is fine-tuned takes one."
              .formatted(file, inputs.stream().map(ValueInfoProto::getName).toList()));
    }
    return inputs;
  }

  /** The type of the input's values. */
  public TensorProto.DataType inputType() {
    int type = inputs().getFirst().getType().getTensorType().getElemType();
    return TensorProto.DataType.forNumber(type);
  }

  /** The dimensions of the input behind the batch; -1 where free. */
  public List<Long> inputShape() {
    return shape(inputs().getFirst()).stream().skip(1).toList();
  }

  /** The dimensions of all outputs by name, batch included, in the order of the graph. */
  public Map<String, List<Long>> outputs() {
    Map<String, List<Long>> outputs = new LinkedHashMap<>();
    model.getGraph().getOutputList().forEach(each -> outputs.put(each.getName(), shape(each)));
    return outputs;
  }

  private static List<Long> shape(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(dim -> dim.hasDimValue() ? dim.getDimValue() : -1L)
        .toList();
  }

  /** Whether a tensor is the input or comes out of a node. */
  public boolean computes(String tensor) {
    return tensor.equals(input()) || producers().containsKey(tensor);
  }

  /** The weights that a tensor depends on. */
  public Set<String> weightsBefore(String tensor) {
    Set<String> names = new LinkedHashSet<>(weights().keySet());
    Set<String> reached = new HashSet<>();
    for (NodeProto node : before(tensor)) {
      reached.addAll(node.getInputList());
    }
    names.retainAll(reached);
    return names;
  }

  private Map<String, NodeProto> producers() {
    Map<String, NodeProto> producers = new HashMap<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
    }
    return producers;
  }

  /** The nodes that a tensor needs, in the order of the graph. */
  private List<NodeProto> before(String tensor) {
    Map<String, NodeProto> producers = producers();
    Set<NodeProto> needed = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      NodeProto node = producers.get(open.pop());
      if (node == null || !needed.add(node)) {
        continue;
      }
      node.getInputList().forEach(open::push);
      for (AttributeProto attribute : node.getAttributeList()) {
        // a branch reads tensors from outside of itself; all of them are kept
        attribute.getG().getNodeList().forEach(inner -> inner.getInputList().forEach(open::push));
      }
    }
    return model.getGraph().getNodeList().stream().filter(needed::contains).toList();
  }

  /**
   * The part of the network up to a tensor: its values as one row of float32 for each input, as the
   * output {@link #BEGINNING}.
   *
   * @param values of the tensor for each input
   */
  public byte[] upTo(String tensor, int values) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearOutput();
    graph.clearValueInfo().clearInitializer();
    List<NodeProto> nodes = new ArrayList<>(before(tensor));
    Set<String> used = new HashSet<>();
    nodes.forEach(node -> used.addAll(node.getInputList()));
    model.getGraph().getInitializerList().stream()
        .filter(weight -> used.contains(weight.getName()))
        .forEach(graph::addInitializer);
    nodes.add(floats(tensor, "beginning_floats"));
    nodes.add(node("Flatten", "beginning_floats", BEGINNING).build());
    graph.addAllNode(nodes);
    graph.addOutput(rows(BEGINNING, values));
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  /** The whole network with a tensor as a further output of float32. */
  public byte[] with(byte[] of, String tensor) {
    try {
      ModelProto whole = ModelProto.parseFrom(of);
      GraphProto.Builder graph = whole.getGraph().toBuilder();
      graph.addNode(floats(tensor, "beginning_floats"));
      graph.addNode(node("Flatten", "beginning_floats", BEGINNING));
      graph.addOutput(
          ValueInfoProto.newBuilder()
              .setName(BEGINNING)
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder()
                              .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
      return whole.toBuilder().setGraph(graph).build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a network that was just written", e);
    }
  }

  private static NodeProto floats(String tensor, String name) {
    return node("Cast", tensor, name)
        .addAttribute(OnnxAttribute.of("to", TensorProto.DataType.FLOAT.getNumber()).proto())
        .build();
  }

  private static NodeProto.Builder node(String operator, String input, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addInput(input)
        .addOutput(output);
  }

  private static ValueInfoProto rows(String name, int values) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(values))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }

  /** The network with other values for some of its weights, which keep their shapes. */
  public byte[] withWeights(Map<String, float[]> values) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto old = graph.getInitializer(i);
      float[] own = values.get(old.getName());
      if (own != null) {
        ByteBuffer bytes = ByteBuffer.allocate(own.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(own);
        graph.setInitializer(
            i, old.toBuilder().clearFloatData().setRawData(ByteString.copyFrom(bytes)));
      }
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }
}
