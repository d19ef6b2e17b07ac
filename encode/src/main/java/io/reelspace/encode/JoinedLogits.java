package io.reelspace.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the logit scale and bias of an image-text model by running it: they are weights, which no
 * configuration states. One picture and some texts give pairs of cosine and logit, which lie on a
 * line.
 */
final class JoinedLogits {
  private static final int TEXTS = 4;
  private static final int LENGTH = 8;

  private JoinedLogits() {}

  /** Scale and bias; empty where the network cannot be run on made-up input. */
  static List<Double> scale(Path file, Inference inference) {
    try (Network network = Network.open(file, inference)) {
      List<String> names = List.of("logits_per_image", "image_embeds", "text_embeds");
      if (!network.outputs().containsAll(names)) {
        return List.of();
      }
      List<FloatBuffer> values = network.run(input(network), names);
      int channels = values.get(1).remaining();
      double[] cosines = new double[TEXTS];
      double[] logits = new double[TEXTS];
      for (int t = 0; t < TEXTS; t++) {
        cosines[t] = cosine(values.get(1), values.get(2), t * channels, channels);
        logits[t] = values.get(0).get(t);
      }
      return line(cosines, logits);
    } catch (io.reelspace.error.MissingModelException | OrtException e) {
      return List.of(); // said of an encoder where it is known, and needed by none
    }
  }

  private static Map<String, OnnxTensor> input(Network network) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (Map.Entry<String, TensorInfo> input : network.inputs().entrySet()) {
      long[] shape = input.getValue().getShape();
      if (shape.length == 2) {
        int length = shape[1] > 0 ? (int) shape[1] : LENGTH;
        long[] values = new long[TEXTS * length];
        boolean tokens = input.getKey().contains("id") && !input.getKey().contains("type");
        for (int i = 0; i < values.length; i++) {
          values[i] = tokens ? 1 + (i / length) * 3 + i % length : 1;
        }
        tensors.put(input.getKey(), network.wholeNumbers(input.getKey(), values, TEXTS, length));
      } else {
        int height = shape[2] > 0 ? (int) shape[2] : 224;
        int width = shape[3] > 0 ? (int) shape[3] : 224;
        float[] picture = new float[3 * height * width];
        for (int i = 0; i < picture.length; i++) {
          picture[i] = (float) Math.sin(i * 0.37);
        }
        if (input.getValue().type != OnnxJavaType.FLOAT) {
          throw new OrtException("takes " + input.getValue().type);
        }
        tensors.put(
            input.getKey(),
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(picture),
                new long[] {1, 3, height, width}));
      }
    }
    return tensors;
  }

  private static double cosine(FloatBuffer a, FloatBuffer b, int from, int channels) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int c = 0; c < channels; c++) {
      product += (double) a.get(c) * b.get(from + c);
      left += (double) a.get(c) * a.get(c);
      right += (double) b.get(from + c) * b.get(from + c);
    }
    return product / Math.sqrt(left * right);
  }

  /** Slope and intercept of the least squares. */
  private static List<Double> line(double[] x, double[] y) {
    double meanX = java.util.Arrays.stream(x).average().orElse(0);
    double meanY = java.util.Arrays.stream(y).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    double slope = products / squares;
    return squares > 1e-9 && Double.isFinite(slope)
        ? List.of(slope, meanY - slope * meanX)
        : List.of();
  }
}
