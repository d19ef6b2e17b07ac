package io.reelspace.train.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operators that towers are made of, as steps on an {@link OnnxGraph}. */
public final class OnnxOperators {

  /** A number that, added to a score before a softmax or a maximum, takes it out of play. */
  public static final float EXCLUDED = -1e9f;

  private final OnnxGraph graph;

  /** Operators that add their nodes to a graph. */
  public OnnxOperators(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The graph that grows. */
  public OnnxGraph graph() {
    return graph;
  }

  /** {@code a + b}, broadcast. */
  public OnnxValue plus(OnnxValue a, OnnxValue b) {
    return graph.apply("Add", a, b);
  }

  /** {@code a - b}, broadcast. */
  public OnnxValue minus(OnnxValue a, OnnxValue b) {
    return graph.apply("Sub", a, b);
  }

  /** {@code a * b}, broadcast. */
  public OnnxValue times(OnnxValue a, OnnxValue b) {
    return graph.apply("Mul", a, b);
  }

  /** {@code a * factor}. */
  public OnnxValue times(OnnxValue a, float factor) {
    return times(a, graph.constant(factor));
  }

  /** {@code a / b}, broadcast. */
  public OnnxValue over(OnnxValue a, OnnxValue b) {
    return graph.apply("Div", a, b);
  }

  /** Matrix product over the last two axes. */
  public OnnxValue matrixProduct(OnnxValue a, OnnxValue b) {
    return graph.apply("MatMul", a, b);
  }

  /**
   * An affine map of the last axis.
   *
   * @param weight {@code [outputs, inputs]} in row-major order, as PyTorch keeps it
   * @param bias {@code [outputs]}
   */
  public OnnxValue linear(OnnxValue input, float[] weight, float[] bias) {
    int outputs = bias.length;
    int inputs = weight.length / outputs;
    float[] transposed = new float[weight.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        transposed[i * outputs + o] = weight[o * inputs + i];
      }
    }
    OnnxValue product = matrixProduct(input, graph.constant(transposed, inputs, outputs));
    return plus(product, graph.constant(bias, outputs));
  }

  /** Layer normalisation of the last axis with gain and bias. */
  public OnnxValue layerNormalisation(OnnxValue input, float[] gain, float[] bias, float epsilon) {
    return graph.add(
        "LayerNormalization",
        List.of(input, graph.constant(gain, gain.length), graph.constant(bias, bias.length)),
        List.of(OnnxAttribute.of("axis", -1), OnnxAttribute.of("epsilon", epsilon)));
  }

  /** The exact GELU, with the error function. */
  public OnnxValue gelu(OnnxValue input) {
    return graph.apply("Gelu", input);
  }

  /** Softmax along an axis. */
  public OnnxValue softmax(OnnxValue input, int axis) {
    return graph.apply("Softmax", OnnxAttribute.of("axis", axis), input);
  }

  /** Sum along an axis. */
  public OnnxValue sum(OnnxValue input, int axis, boolean keep) {
    return reduce("ReduceSum", input, axis, keep);
  }

  /** Maximum along an axis. */
  public OnnxValue maximum(OnnxValue input, int axis, boolean keep) {
    return reduce("ReduceMax", input, axis, keep);
  }

  /** Minimum along an axis. */
  public OnnxValue minimum(OnnxValue input, int axis, boolean keep) {
    return reduce("ReduceMin", input, axis, keep);
  }

  /** The largest values of the last axis. */
  public OnnxValue largest(OnnxValue input, int count) {
    return graph.addFirstOfTwo(
        "TopK", List.of(input, graph.integers(count)), List.of(OnnxAttribute.of("axis", -1)));
  }

  /** Ones in the shape of the first two axes. */
  public OnnxValue onesOfTwoAxes(OnnxValue input) {
    OnnxValue shape =
        graph.add(
            "Shape",
            List.of(input),
            List.of(OnnxAttribute.of("start", 0), OnnxAttribute.of("end", 2)));
    return graph.apply("Expand", graph.constant(1f), shape);
  }

  /** The larger of a value and a constant. */
  public OnnxValue atLeast(OnnxValue input, float floor) {
    return graph.apply("Max", input, graph.constant(floor));
  }

  /** {@code x / max(|x|, 1e-12)} along an axis, the Euclidean norm. */
  public OnnxValue normalise(OnnxValue input, int axis) {
    OnnxValue norm = reduce("ReduceL2", input, axis, true);
    return over(input, atLeast(norm, 1e-12f));
  }

  /** Zero where the mask is one, {@link #EXCLUDED} where it is zero. */
  public OnnxValue exclusion(OnnxValue mask) {
    return times(minus(mask, graph.constant(1f)), graph.constant(-EXCLUDED));
  }

  /** A new axis of size one. */
  public OnnxValue expand(OnnxValue input, int axis) {
    return graph.apply("Unsqueeze", input, graph.integers(axis));
  }

  /** Drops an axis of size one. */
  public OnnxValue squeeze(OnnxValue input, int axis) {
    return graph.apply("Squeeze", input, graph.integers(axis));
  }

  /** Another order of the axes. */
  public OnnxValue transpose(OnnxValue input, int... axes) {
    return graph.add(
        "Transpose",
        List.of(input),
        List.of(OnnxAttribute.of("perm", Arrays.stream(axes).asLongStream().toArray())));
  }

  /** Another shape; 0 keeps an axis, -1 takes what is left. */
  public OnnxValue reshape(OnnxValue input, long... shape) {
    return graph.apply("Reshape", input, graph.integers(shape));
  }

  /** Values side by side along an axis. */
  public OnnxValue concatenate(List<OnnxValue> inputs, int axis) {
    return graph.add("Concat", inputs, List.of(OnnxAttribute.of("axis", axis)));
  }

  /** A piece {@code [from, to)} of an axis. */
  public OnnxValue slice(OnnxValue input, int axis, long from, long to) {
    return graph.apply(
        "Slice", input, graph.integers(from), graph.integers(to), graph.integers(axis));
  }

  /** The length of an axis as an int64 vector of one. */
  public OnnxValue size(OnnxValue input, int axis) {
    return graph.add(
        "Shape",
        List.of(input),
        List.of(OnnxAttribute.of("start", axis), OnnxAttribute.of("end", axis + 1)));
  }

  /** Rows picked along an axis by int64 indices. */
  public OnnxValue gather(OnnxValue input, OnnxValue indices, int axis) {
    return graph.apply("Gather", OnnxAttribute.of("axis", axis), input, indices);
  }

  /** Whole numbers as float32. */
  public OnnxValue toFloat(OnnxValue input) {
    return graph.apply("Cast", OnnxAttribute.of("to", 1), input);
  }

  /** Float32 as int32. */
  public OnnxValue toInt32(OnnxValue input) {
    return graph.apply("Cast", OnnxAttribute.of("to", 6), input);
  }

  /**
   * A recurrent layer over {@code [time, batch, channels]}.
   *
   * @param operator {@code LSTM} or {@code GRU}
   * @param lengths int32 {@code [batch]}
   * @return {@code [time, directions, batch, hidden]}
   */
  public OnnxValue recurrent(
      String operator, OnnxValue input, OnnxWeights weights, OnnxValue lengths) {
    int directions = weights.directions();
    int hidden = weights.hidden();
    List<OnnxAttribute> attributes = new ArrayList<>();
    attributes.add(OnnxAttribute.of("hidden_size", hidden));
    attributes.add(OnnxAttribute.of("direction", directions == 2 ? "bidirectional" : "forward"));
    if (operator.equals("GRU")) {
      attributes.add(OnnxAttribute.of("linear_before_reset", 1));
    }
    int rows = weights.gates() * hidden;
    return graph.add(
        operator,
        List.of(
            input,
            graph.constant(weights.input(), directions, rows, weights.channels()),
            graph.constant(weights.recurrence(), directions, rows, hidden),
            graph.constant(weights.bias(), directions, 2L * rows),
            lengths),
        attributes);
  }

  /** Mean along an axis. */
  public OnnxValue mean(OnnxValue input, int axis, boolean keep) {
    return reduce("ReduceMean", input, axis, keep);
  }

  /** {@code e^x}. */
  public OnnxValue exponential(OnnxValue input) {
    return graph.apply("Exp", input);
  }

  /** The square root. */
  public OnnxValue root(OnnxValue input) {
    return graph.apply("Sqrt", input);
  }

  /** What is negative becomes zero. */
  public OnnxValue rectified(OnnxValue input) {
    return graph.apply("Relu", input);
  }

  /**
   * A convolution of {@code [batch, channels, height, width]} that is padded by one on each side.
   *
   * @param weight {@code [outputs, inputs, 3, 3]} in row-major order
   * @param bias {@code [outputs]}
   * @param strides along height and width
   */
  public OnnxValue convolution(OnnxValue input, float[] weight, float[] bias, long... strides) {
    int outputs = bias.length;
    return graph.add(
        "Conv",
        List.of(
            input,
            graph.constant(weight, outputs, weight.length / (9L * outputs), 3, 3),
            graph.constant(bias, outputs)),
        List.of(
            OnnxAttribute.of("kernel_shape", 3, 3),
            OnnxAttribute.of("pads", 1, 1, 1, 1),
            OnnxAttribute.of("strides", strides)));
  }

  /** Means over squares of two; what is left over at the end is dropped. */
  public OnnxValue halved(OnnxValue input) {
    return graph.add(
        "AveragePool",
        List.of(input),
        List.of(OnnxAttribute.of("kernel_shape", 2, 2), OnnxAttribute.of("strides", 2, 2)));
  }

  private OnnxValue reduce(String operator, OnnxValue input, int axis, boolean keep) {
    return graph.apply(
        operator, OnnxAttribute.of("keepdims", keep ? 1 : 0), input, graph.integers(axis));
  }
}
