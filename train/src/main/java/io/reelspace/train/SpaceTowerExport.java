package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.TowerInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes trained networks as the towers of a space: one input, no masks; checked like {@link
 * TowerExport} does it.
 */
final class SpaceTowerExport {

  private static final int[] BATCHES = {1, 3};
  private static final int[] TIMES = {1, 2, 9};

  private SpaceTowerExport() {}

  /**
   * Writes one side and checks it.
   *
   * @return the largest difference that was seen
   * @throws IllegalStateException when it exceeds {@link TowerExport#TOLERANCE}
   * @throws io.reelspace.error.StorageException when the file cannot be written
   */
  static double write(
      DualEncoder encoder, EmbeddingNetwork side, TowerInput input, String name, Path file) {
    byte[] model = side.toOnnx(name, input);
    double difference = difference(encoder, side, input, model);
    TowerExport.save(model, name, difference, file);
    return difference;
  }

  private static double difference(
      DualEncoder encoder, EmbeddingNetwork side, TowerInput input, byte[] model) {
    Random random = new Random(23);
    double largest = 0;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      for (int batch : BATCHES) {
        for (int time : input.timed() ? TIMES : new int[] {1}) {
          float[] values = new float[batch * time * input.total()];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
          }
          float[] expected = trained(encoder, side, input, values, batch, time);
          long[] shape =
              input.timed()
                  ? new long[] {batch, time, input.total()}
                  : new long[] {batch, input.total()};
          float[] actual = exported(session, values, shape, expected.length);
          for (int i = 0; i < expected.length; i++) {
            double gap = Math.abs(expected[i] - actual[i]);
            largest = gap <= largest ? largest : gap;
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the exported tower", e);
    }
    return largest;
  }

  private static float[] trained(
      DualEncoder encoder,
      EmbeddingNetwork side,
      TowerInput input,
      float[] values,
      int batch,
      int time) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList list = new NDList();
      for (List<Integer> parts : input.modalities()) {
        float[] own = channelsOf(input, parts, values, batch * time);
        int channels = own.length / (batch * time);
        list.add(encoder.manager().create(own, new Shape(batch, time, channels)));
        list.add(encoder.manager().ones(new Shape(batch, time)));
      }
      NDArray embedding = encoder.embed(side, list, false);
      return embedding.toFloatArray();
    }
  }

  private static float[] channelsOf(
      TowerInput input, List<Integer> parts, float[] values, int rows) {
    int channels = parts.stream().mapToInt(part -> input.channels().get(part)).sum();
    float[] own = new float[rows * channels];
    for (int row = 0; row < rows; row++) {
      int at = row * channels;
      for (int part : parts) {
        int count = input.channels().get(part);
        System.arraycopy(values, row * input.total() + input.offset(part), own, at, count);
        at += count;
      }
    }
    return own;
  }

  private static float[] exported(OrtSession session, float[] values, long[] shape, int size)
      throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of("features", tensor))) {
      float[] embedding = new float[size];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(embedding);
      return embedding;
    }
  }
}
