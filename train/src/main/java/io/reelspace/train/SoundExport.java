package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reelspace.train.onnx.OnnxGraph;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import io.reelspace.train.sound.SoundFrontEnd;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a trained {@link SoundNetwork} as ONNX: a window of sound is cut into pieces as long as
 * those of training, each goes through the network, and what they give is averaged, the louder ones
 * counting more.
 */
final class SoundExport {

  /** Outputs of the encoder. */
  static final String FEATURES = "features";

  static final String PROBABILITIES = "probabilities";

  private static final int PIECES = 5;
  private static final float NEPER = (float) (Math.log(10) / 10);
  private static final float SHARPEST = 1e-6f;
  private static final int CHECKED = 3;

  /** Weight of doubt: at a probability of .6 a sound is as far from its label as from none. */
  private static final float DOUBT = 1.5f;

  private final SoundNetwork network;
  private final int crop;
  private final int classes;

  SoundExport(SoundNetwork network, int crop, int classes) {
    this.network = network;
    this.crop = crop;
    this.classes = classes;
  }

  /**
   * Writes the encoder and checks it.
   *
   * @return the largest difference to the network that was seen
   * @throws IllegalStateException when that is more than {@link TowerExport#TOLERANCE}
   */
  double write(Path file) {
    byte[] model = model();
    double difference = difference(model);
    TowerExport.save(model, "sounds", difference, file);
    return difference;
  }

  private List<Integer> starts() {
    int last = SoundFrontEnd.FRAMES - crop;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      starts.add(Math.round((float) i * last / (PIECES - 1)));
    }
    return starts;
  }

  byte[] model() {
    OnnxGraph graph = new OnnxGraph("sounds");
    OnnxOperators ops = new OnnxOperators(graph);
    OnnxValue input =
        graph.input(
            "sound",
            "windows",
            "1",
            Integer.toString(SoundFrontEnd.FRAMES),
            Integer.toString(SoundFrontEnd.BANDS));
    OnnxValue power = ops.exponential(ops.times(input, NEPER));
    List<OnnxValue> pieces = new ArrayList<>();
    List<OnnxValue> loudness = new ArrayList<>();
    for (int start : starts()) {
      pieces.add(normalised(ops, ops.slice(input, 2, start, start + crop)));
      OnnxValue sum = ops.slice(power, 2, start, start + crop);
      for (int axis = 1; axis <= 3; axis++) {
        sum = ops.sum(sum, axis, true);
      }
      loudness.add(ops.reshape(ops.root(sum), 1, -1, 1));
    }
    OnnxValue loud = ops.concatenate(loudness, 0);
    OnnxValue shares = ops.over(loud, ops.atLeast(ops.sum(loud, 0, true), SHARPEST));
    OnnxValue features = features(ops, ops.concatenate(pieces, 0));
    Map<String, Parameter> all = network.parameters();
    OnnxValue scores =
        ops.linear(features, values(all, "classifier.weight"), values(all, "classifier.bias"));
    output(ops, FEATURES, features, shares, network.features());
    output(ops, PROBABILITIES, ops.softmax(scores, -1), shares, classes);
    return graph.toBytes();
  }

  /** The weighted mean over the pieces as an output. */
  private static void output(
      OnnxOperators ops, String name, OnnxValue value, OnnxValue shares, int channels) {
    OnnxValue byPiece = ops.reshape(value, PIECES, -1, channels);
    ops.graph()
        .output(
            name,
            ops.sum(ops.times(byPiece, shares), 0, false),
            "windows",
            Integer.toString(channels));
  }

  /** As in training: the loudest cell is 2, and 80 dB below it -2. */
  private static OnnxValue normalised(OnnxOperators ops, OnnxValue levels) {
    OnnxValue loudest = ops.maximum(ops.maximum(levels, 3, true), 2, true);
    OnnxValue relative = ops.atLeast(ops.minus(levels, loudest), -80);
    return ops.times(ops.plus(relative, ops.graph().constant(40f)), 1 / 20f);
  }

  private OnnxValue features(OnnxOperators ops, OnnxValue spectrograms) {
    OnnxValue value =
        ops.concatenate(
            List.of(spectrograms, ops.minus(spectrograms, ops.mean(spectrograms, 2, true))), 1);
    for (SoundNetwork.Layer layer : network.layers()) {
      float[] weight = only(layer.convolution(), "weight");
      float[] gain = only(layer.normalisation(), "gamma");
      float[] bias = only(layer.normalisation(), "beta").clone();
      float[] mean = only(layer.normalisation(), "runningMean");
      float[] variance = only(layer.normalisation(), "runningVar");
      int inputs = weight.length / gain.length;
      for (int o = 0; o < gain.length; o++) {
        float factor = (float) (gain[o] / Math.sqrt(variance[o] + SoundNetwork.EPSILON));
        bias[o] -= mean[o] * factor;
        for (int i = 0; i < inputs; i++) {
          weight[o * inputs + i] *= factor;
        }
      }
      value = ops.rectified(ops.convolution(value, weight, bias, layer.strides()));
      value = layer.halves() ? ops.halved(value) : value;
    }
    OnnxValue overTime = ops.mean(value, 3, false);
    return ops.concatenate(
        List.of(ops.mean(overTime, 2, false), ops.maximum(overTime, 2, false)), 1);
  }

  private static float[] only(Block block, String name) {
    for (Pair<String, Parameter> entry : block.getParameters()) {
      if (entry.getKey().endsWith(name)) {
        return entry.getValue().getArray().toFloatArray();
      }
    }
    throw new IllegalStateException("no parameter " + name);
  }

  private static float[] values(Map<String, Parameter> all, String name) {
    return all.get(name).getArray().toFloatArray();
  }

  /** The largest difference on windows whose pieces are all alike, so that no mean hides one. */
  private double difference(byte[] model) {
    Random random = new Random(23);
    double largest = 0;
    int period = starts().get(1);
    for (int check = 0; check < CHECKED; check++) {
      float[] levels = new float[SoundFrontEnd.FRAMES * SoundFrontEnd.BANDS];
      for (int i = 0; i < levels.length; i++) {
        int back = i - period * SoundFrontEnd.BANDS;
        levels[i] = back >= 0 ? levels[back] : (float) (random.nextGaussian() * 15 - 30);
      }
      largest = Math.max(largest, difference(model, levels));
    }
    return largest;
  }

  private double difference(byte[] model, float[] levels) {
    float[] mean = new float[network.features()];
    double[] weights = new double[PIECES];
    List<float[]> each = new ArrayList<>();
    double all = 0;
    for (int p = 0; p < PIECES; p++) {
      int from = starts().get(p) * SoundFrontEnd.BANDS;
      float[] piece = java.util.Arrays.copyOfRange(levels, from, from + crop * SoundFrontEnd.BANDS);
      double power = 0;
      float loudest = Float.NEGATIVE_INFINITY;
      for (float level : piece) {
        power += Math.pow(10, level / 10);
        loudest = Math.max(loudest, level);
      }
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (Math.max(piece[i] - loudest, -80) + 40) / 20;
      }
      weights[p] = Math.sqrt(power);
      all += weights[p];
      each.add(trained(piece));
    }
    for (int p = 0; p < PIECES; p++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (weights[p] / all * each.get(p)[i]);
      }
    }
    float[] exported = exported(model, levels);
    double largest = 0;
    for (int i = 0; i < mean.length; i++) {
      largest = Math.max(largest, Math.abs(mean[i] - exported[i]));
    }
    return largest;
  }

  private float[] trained(float[] piece) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray input = network.manager().create(piece, new Shape(1, 1, crop, SoundFrontEnd.BANDS));
      return network.features(input, false).toFloatArray();
    }
  }

  private float[] exported(byte[] model, float[] levels) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {1, 1, SoundFrontEnd.FRAMES, SoundFrontEnd.BANDS};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(model, options);
        OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(levels), shape);
        OrtSession.Result result = session.run(Map.of("sound", tensor))) {
      float[] features = new float[network.features()];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(features);
      return features;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the exported network", e);
    }
  }

  /**
   * The tower of the labels: {@code [windows, 1, classes]} to the mean of the labels' directions by
   * their probabilities, turned aside the more the less sure the likeliest of them is, and how sure
   * that is. So of two barks the surer one is nearer to the text.
   *
   * @param texts directions of the labels; classes beyond them have none
   * @param sure probability from which a label counts as known
   */
  static byte[] tower(TextDirections.Directions texts, int classes, double sure) {
    float[][] directions = texts.labels();
    int dimension = directions[0].length;
    OnnxGraph graph = new OnnxGraph("audio");
    OnnxOperators ops = new OnnxOperators(graph);
    OnnxValue input = graph.input("features", "windows", "1", Integer.toString(classes));
    OnnxValue known = ops.slice(ops.squeeze(input, 1), 1, 0, directions.length);
    float[] flat = new float[directions.length * dimension];
    for (int l = 0; l < directions.length; l++) {
      for (int d = 0; d < dimension; d++) {
        flat[l * dimension + d] = Float.float16ToFloat(Float.floatToFloat16(directions[l][d]));
      }
    }
    OnnxValue likeliest = ops.maximum(known, 1, true);
    OnnxValue doubt = ops.times(ops.minus(graph.constant(1f), likeliest), DOUBT);
    OnnxValue aside = ops.times(doubt, graph.constant(texts.elsewhere(), 1, dimension));
    OnnxValue embedding =
        ops.plus(
            ops.matrixProduct(known, graph.constant(flat, directions.length, dimension)), aside);
    graph.output("embedding", embedding, "windows", Integer.toString(dimension));
    OnnxValue surest = ops.squeeze(likeliest, 1);
    graph.output("known", ops.times(surest, (float) (0.5 / sure)), "windows");
    return graph.toBytes();
  }
}
