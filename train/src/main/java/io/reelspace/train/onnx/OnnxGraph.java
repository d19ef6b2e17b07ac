package io.reelspace.train.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An ONNX graph under construction: operator set 20, IR version 9, float32 and int64 tensors.
 *
 * <p>Every method that adds a node returns the node's output. Names follow the order of the calls,
 * so the same network always gives the same bytes.
 */
public final class OnnxGraph {

  private static final long OPERATOR_SET = 20;
  private static final long IR_VERSION = 9;

  /** Values from which half the bytes are worth another node. */
  private static final int LARGE = 1024;

  private final GraphProto.Builder graph;
  private int count;

  /** An empty graph with a name. */
  public OnnxGraph(String name) {
    this.graph = GraphProto.newBuilder().setName(name);
  }

  /**
   * Declares an input of the graph.
   *
   * @param dimensions a whole number is a fixed size, any other text names a free one
   */
  public OnnxValue input(String name, String... dimensions) {
    graph.addInput(declaration(name, dimensions));
    return new OnnxValue(name);
  }

  /** Declares a value as an output of the graph, under a name of its own. */
  public void output(String name, OnnxValue value, String... dimensions) {
    graph.addNode(node("Identity", name, List.of(value)));
    graph.addOutput(declaration(name, dimensions));
  }

  /**
   * A constant of float32 with a shape; {@code values} in row-major order. A large one whose values
   * are all exact in half precision is kept as such, and widened when the model is loaded.
   */
  public OnnxValue constant(float[] values, long... shape) {
    if (values.length >= LARGE && fitsHalf(values)) {
      ByteBuffer halves = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        halves.putShort(Float.floatToFloat16(value));
      }
      OnnxValue kept = initializer(TensorProto.DataType.FLOAT16, halves.clear(), shape);
      return apply("Cast", OnnxAttribute.of("to", TensorProto.DataType.FLOAT_VALUE), kept);
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(TensorProto.DataType.FLOAT, bytes, shape);
  }

  private static boolean fitsHalf(float[] values) {
    for (float value : values) {
      if (Float.float16ToFloat(Float.floatToFloat16(value)) != value) {
        return false;
      }
    }
    return true;
  }

  /** A constant scalar. */
  public OnnxValue constant(float value) {
    return constant(new float[] {value});
  }

  /** A constant vector of int64. */
  public OnnxValue integers(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return initializer(TensorProto.DataType.INT64, bytes, values.length);
  }

  /** Adds a node without attributes. */
  public OnnxValue apply(String operator, OnnxValue... inputs) {
    return add(operator, List.of(inputs), List.of());
  }

  /** Adds a node with one attribute. */
  OnnxValue apply(String operator, OnnxAttribute attribute, OnnxValue... inputs) {
    return add(operator, List.of(inputs), List.of(attribute));
  }

  /** Adds a node; an input with an empty name is left out. */
  OnnxValue add(String operator, List<OnnxValue> inputs, List<OnnxAttribute> attributes) {
    String name = nextName(operator);
    NodeProto.Builder node = node(operator, name, inputs).toBuilder();
    attributes.forEach(attribute -> node.addAttribute(attribute.proto()));
    graph.addNode(node);
    return new OnnxValue(name);
  }

  /** Adds a node with two outputs and returns the first; the second is not used. */
  OnnxValue addFirstOfTwo(String operator, List<OnnxValue> inputs, List<OnnxAttribute> attributes) {
    OnnxValue value = add(operator, inputs, attributes);
    int last = graph.getNodeCount() - 1;
    graph.setNode(last, graph.getNode(last).toBuilder().addOutput(value.name() + "_second"));
    return value;
  }

  /** The finished model in the ONNX file format. */
  public byte[] toBytes() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("reelspace")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private OnnxValue initializer(TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = nextName("constant");
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return new OnnxValue(name);
  }

  private static NodeProto node(String operator, String name, List<OnnxValue> inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(name).addOutput(name);
    inputs.forEach(input -> node.addInput(input.name()));
    return node.build();
  }

  private String nextName(String kind) {
    return kind + "_" + count++;
  }

  private static ValueInfoProto declaration(String name, String... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String dimension : dimensions) {
      boolean fixed = dimension.chars().allMatch(Character::isDigit);
      shape.addDim(
          fixed
              ? TensorShapeProto.Dimension.newBuilder().setDimValue(Long.parseLong(dimension))
              : TensorShapeProto.Dimension.newBuilder().setDimParam(dimension));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
