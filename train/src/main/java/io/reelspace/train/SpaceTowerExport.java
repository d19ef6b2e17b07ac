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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes trained networks as the towers of a space; checked like {@link TowerExport} does it. */
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
      DualEncoder encoder, EmbeddingNetwork side, List<TowerInput> inputs, String name, Path file) {
    byte[] model = side.toOnnx(name, inputs);
    double difference = difference(encoder, side, inputs, model);
    TowerExport.save(model, name, difference, file);
    return difference;
  }

  private static double difference(
      DualEncoder encoder, EmbeddingNetwork side, List<TowerInput> inputs, byte[] model) {
    Random random = new Random(23);
    double largest = 0;
    boolean timed = inputs.getFirst().timed();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      for (int batch : BATCHES) {
        for (int time : timed ? TIMES : new int[] {1}) {
          List<Given> given = new ArrayList<>();
          for (TowerInput input : inputs) {
            given.add(Given.random(random, input, batch, time));
          }
          float[] expected = trained(encoder, side, given);
          float[] actual = exported(session, given, expected.length);
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

  /** Random features of one input; where it is masked, of any number of steps, none included. */
  @SuppressWarnings("ArrayRecordComponent") // made and used within this class
  private record Given(TowerInput input, int batch, int time, float[] values, float[] mask) {

    static Given random(Random random, TowerInput input, int batch, int time) {
      float[] values = new float[batch * time * input.total()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      float[] mask = new float[batch * time];
      for (int b = 0; b < batch; b++) {
        int steps = input.masked() ? random.nextInt(time + 1) : time;
        Arrays.fill(mask, b * time, b * time + steps, 1);
      }
      return new Given(input, batch, time, values, mask);
    }

    long[] shape() {
      return input.timed()
          ? new long[] {batch, time, input.total()}
          : new long[] {batch, input.total()};
    }

    /** The channels of some of the encoders. */
    float[] channelsOf(List<Integer> parts) {
      int rows = batch * time;
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
  }

  private static float[] trained(DualEncoder encoder, EmbeddingNetwork side, List<Given> given) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList list = new NDList();
      for (int m = 0; m < side.modalities().size(); m++) {
        int modality = m;
        Given own =
            given.stream().filter(g -> g.input().brings(modality)).findFirst().orElseThrow();
        float[] values = own.channelsOf(own.input().modalities().get(m));
        int rows = own.batch() * own.time();
        Shape steps = new Shape(own.batch(), own.time());
        Shape shape = new Shape(own.batch(), own.time(), values.length / rows);
        list.add(encoder.manager().create(values, shape));
        list.add(encoder.manager().create(own.mask(), steps));
      }
      NDArray embedding = encoder.embed(side, list, false);
      return embedding.toFloatArray();
    }
  }

  private static float[] exported(OrtSession session, List<Given> given, int size)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Given each : given) {
        tensors.put(
            each.input().name(),
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(each.values()), each.shape()));
        if (each.input().masked()) {
          long[] steps = {each.batch(), each.time()};
          tensors.put(
              each.input().name() + "_mask",
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(each.mask()), steps));
        }
      }
      try (OrtSession.Result result = session.run(tensors)) {
        float[] embedding = new float[size];
        ((OnnxTensor) result.get(0)).getFloatBuffer().get(embedding);
        return embedding;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
