package io.reelspace.encode;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the states of a text's tokens become one row of length one. */
public enum TokenPooling {
  /** The mean over all tokens. */
  @JsonProperty("mean")
  MEAN {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      for (int i = 0; i < tokens * row.length; i++) {
        row[i % row.length] += states.get(from + i);
      }
    }
  },
  /** The first token, {@code [CLS]}. */
  @JsonProperty("first")
  FIRST {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      for (int i = 0; i < row.length; i++) {
        row[i] = states.get(from + i);
      }
    }
  },
  /** The last token of the text itself. */
  @JsonProperty("last")
  LAST {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      for (int i = 0; i < row.length; i++) {
        row[i] = states.get(from + (tokens - 1) * row.length + i);
      }
    }
  },
  /** The network has pooled them: its output is {@code [texts, channels]}. */
  @JsonProperty("none")
  NONE {
    @Override
    void sum(FloatBuffer states, int from, int tokens, double[] row) {
      FIRST.sum(states, from, 1, row);
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
    if (config.path("pooling_mode_lasttoken").asBoolean(false)) {
      return LAST;
    }
    return config.path("pooling_mode_cls_token").asBoolean(false) ? FIRST : MEAN;
  }

  /** Pools {@code tokens x channels} states that start at {@code from}. */
  float[] pool(FloatBuffer states, int from, int tokens, int channels) {
    double[] row = new double[channels];
    sum(states, from, tokens, row);
    return unit(row);
  }

  /** The row of length one in the same direction. */
  private static float[] unit(double[] row) {
    double squares = 0;
    for (double value : row) {
      squares += value * value;
    }
    double length = squares > 0 ? Math.sqrt(squares) : 1;
    float[] pooled = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      pooled[i] = (float) (row[i] / length);
    }
    return pooled;
  }
}
