package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reelspace.error.StorageException;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.Modality;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes trained networks as ONNX and runs what was written, on batches and lengths of several
 * sizes, against the network itself.
 */
public final class TowerExport {

  /** The largest difference of any value of an embedding that is let through. */
  public static final double TOLERANCE = 1e-4;

  private static final int[] BATCHES = {1, 3, 8};
  private static final int[] TIMES = {1, 2, 7, 16};

  private TowerExport() {}

  /**
   * Writes one side and checks it.
   *
   * @return the largest difference that was seen
   * @throws IllegalStateException when the model differs from the network by more than {@link
   *     #TOLERANCE}; the file is not written then
   * @throws StorageException when the file cannot be written
   */
  public static double write(DualEncoder encoder, EmbeddingNetwork side, String name, Path file) {
    byte[] model = side.toOnnx(name);
    double difference = difference(encoder.manager(), encoder.store(), side, model);
    save(model, name, difference, file);
    return difference;
  }

  /** Writes a model that differs little enough. */
  static void save(byte[] model, String name, double difference, Path file) {
    if (!(difference <= TOLERANCE)) {
      throw new IllegalStateException(
          "The exported network "
              + name
              + " differs from the trained one by "
              + difference
              + ", more than "
              + TOLERANCE);
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, model);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write the network " + file + ": " + e.getMessage() + ". Free space?", e);
    }
  }

  /** The largest difference between a network and its ONNX model on random features. */
  static double difference(
      NDManager manager, ParameterStore store, EmbeddingNetwork side, byte[] model) {
    Random random = new Random(17);
    double largest = 0;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      for (int batch : BATCHES) {
        for (int time : TIMES) {
          Map<String, Features> inputs = new LinkedHashMap<>();
          boolean missing = side.modalities().size() > 1 && batch > 1;
          for (Modality modality : side.modalities()) {
            inputs.put(
                modality.name(),
                Features.random(random, batch, time, modality.channels(), missing));
          }
          float[] expected = trained(manager, store, side, List.copyOf(inputs.values()));
          float[] actual = exported(session, inputs, expected.length);
          for (int i = 0; i < expected.length; i++) {
            double gap = Math.abs(expected[i] - actual[i]);
            largest = gap <= largest ? largest : gap;
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the exported network", e);
    }
    return largest;
  }

  private static float[] trained(
      NDManager manager, ParameterStore store, EmbeddingNetwork side, List<Features> inputs) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList list = new NDList();
      for (Features input : inputs) {
        Shape mask = new Shape(input.batch(), input.time());
        Shape values = new Shape(input.batch(), input.time(), input.channels());
        list.add(manager.create(FloatBuffer.wrap(input.values()), values, DataType.FLOAT32));
        list.add(manager.create(FloatBuffer.wrap(input.mask()), mask, DataType.FLOAT32));
      }
      NDArray embedding = side.forward(store, list, false).singletonOrThrow();
      return embedding.toFloatArray();
    }
  }

  private static float[] exported(OrtSession session, Map<String, Features> inputs, int size)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Features> entry : inputs.entrySet()) {
        Features input = entry.getValue();
        long[] mask = {input.batch(), input.time()};
        long[] values = {input.batch(), input.time(), input.channels()};
        tensors.put(
            entry.getKey(),
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.values()), values));
        tensors.put(
            entry.getKey() + "_mask",
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.mask()), mask));
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

  /** Random features of one modality in sequences of several lengths, none at all included. */
  @SuppressWarnings("ArrayRecordComponent") // made and used within this class
  private record Features(int batch, int time, int channels, float[] values, float[] mask) {
    static Features random(Random random, int batch, int time, int channels, boolean missing) {
      float[] values = new float[batch * time * channels];
      float[] mask = new float[batch * time];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      for (int b = 0; b < batch; b++) {
        int length = missing ? random.nextInt(time + 1) : 1 + random.nextInt(time);
        Arrays.fill(mask, b * time, b * time + length, 1f);
      }
      return new Features(batch, time, channels, values, mask);
    }
  }
}
