package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the states of a text's tokens become one row of length one. */
enum TokenPooling {
  /** The mean over all tokens. */
  MEAN {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      for (int i = 0; i < tokens * row.length; i++) {
        row[i % row.length] += states.get(from + i);
      }
    }
  },
  /** The first token, {@code [CLS]}. */
  FIRST {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      for (int i = 0; i < row.length; i++) {
        row[i] = states.get(from + i);
      }
    }
  };

  abstract void sum(FloatBuffer states, int from, int tokens, double[] row);

  /** Reads {@code 1_Pooling/config.json} of the Sentence-BERT layout; the mean without one. */
  static TokenPooling read(Path folder) {
    Path file = folder.resolve("1_Pooling").resolve("config.json");
    if (!Files.exists(file)) {
      return MEAN;
    }
    JsonNode config = ConfigurationFile.read(file);
    return config.path("pooling_mode_cls_token").asBoolean(false) ? FIRST : MEAN;
  }

  /** Pools {@code tokens x channels} states that start at {@code from}. */
  float[] pool(FloatBuffer states, int from, int tokens, int channels) {
    double[] row = new double[channels];
    sum(states, from, tokens, row);
    double squares = 0;
    for (double value : row) {
      squares += value * value;
    }
    double length = squares > 0 ? Math.sqrt(squares) : 1;
    float[] pooled = new float[channels];
    for (int i = 0; i < channels; i++) {
      pooled[i] = (float) (row[i] / length);
    }
    return pooled;
  }
}
