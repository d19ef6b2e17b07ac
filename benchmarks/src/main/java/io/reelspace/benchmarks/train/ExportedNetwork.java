package io.reelspace.benchmarks.train;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reelspace.train.features.FeatureTable;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Embeds all rows of a table with the network that a run exported. */
final class ExportedNetwork {

  private static final int BATCH = 128;

  private ExportedNetwork() {}

  /** {@code [rows, dimension]}. */
  static float[][] embed(Path network, String modality, FeatureTable table) throws OrtException {
    float[][] all = new float[table.rows()][];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(network.toString(), options)) {
        for (int from = 0; from < all.length; from += BATCH) {
          embed(session, modality, table, from, Math.min(all.length, from + BATCH), all);
        }
      }
    }
    return all;
  }

  private static void embed(
      OrtSession session, String modality, FeatureTable table, int from, int to, float[][] all)
      throws OrtException {
    int time = 1;
    for (int row = from; row < to; row++) {
      time = Math.max(time, table.steps(row));
    }
    int channels = table.channels();
    float[] values = new float[(to - from) * time * channels];
    float[] mask = new float[(to - from) * time];
    for (int row = from; row < to; row++) {
      for (int step = 0; step < table.steps(row); step++) {
        int at = (row - from) * time + step;
        table.read(row, 0, step, values, at * channels);
        mask[at] = 1;
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {to - from, time, channels};
    try (OnnxTensor features =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OnnxTensor there =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(mask), new long[] {to - from, time});
        OrtSession.Result result =
            session.run(Map.of(modality, features, modality + "_mask", there))) {
      float[][] embeddings = (float[][]) result.get(0).getValue();
      System.arraycopy(embeddings, 0, all, from, embeddings.length);
    }
  }
}
