package io.reelspace.train.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The oracle is PyTorch's AdamW, by tools/optimiser/fixture.py. */
class AdamWTest {

  @Test
  void twelveStepsEndWherePyTorchEnds() throws IOException {
    JsonNode fixture;
    try (InputStream in = AdamWTest.class.getResourceAsStream("adamw.json")) {
      fixture = new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
    FloatBuffer matrix = FloatBuffer.wrap(floats(fixture.at("/start/0")));
    FloatBuffer vector = FloatBuffer.wrap(floats(fixture.at("/start/1")));
    FloatBuffer matrixGradient = FloatBuffer.allocate(matrix.capacity());
    FloatBuffer vectorGradient = FloatBuffer.allocate(vector.capacity());
    WeightSlot first = new WeightSlot("matrix", matrix, () -> matrixGradient, true, true);
    WeightSlot second = new WeightSlot("vector", vector, () -> vectorGradient, false, true);
    AdamW adam = new AdamW(new AdamWConfig(0.1, 0.9, 0.98, 1e-6, 2, 0.5), List.of(first, second));
    double[] average = average(matrix, new double[matrix.capacity()], 1);
    for (int step = 0; step < 12; step++) {
      matrixGradient.put(0, floats(fixture.at("/gradients/" + step + "/0")));
      vectorGradient.put(0, floats(fixture.at("/gradients/" + step + "/1")));
      double norm = adam.gradientNorm();
      assertEquals(fixture.at("/norms/" + step).asDouble(), norm, 1e-5);
      adam.step(step, 1e-2 * (step + 1) / 12, norm);
      assertEquals(0f, matrixGradient.get(0));
      average = average(matrix, average, 1 - Math.min(0.5, (1.0 + step) / (10.0 + step)));
    }
    assertArrayEquals(floats(fixture.at("/end/0")), matrix.array(), 1e-6f);
    assertArrayEquals(floats(fixture.at("/end/1")), vector.array(), 1e-6f);
    first.swapAverage();
    for (int i = 0; i < average.length; i++) {
      assertEquals(average[i], matrix.get(i), 1e-6);
    }
  }

  @Test
  void theRateRisesThenFallsByACosine() {
    LearningRate rate = new LearningRate(1, 0.1, 4, 24);
    assertEquals(0.25, rate.at(0), 1e-12);
    assertEquals(1, rate.at(3), 1e-12);
    assertEquals(1, rate.at(4), 1e-12);
    assertEquals(0.55, rate.at(14), 1e-12);
    assertEquals(0.1, rate.at(24), 1e-12);
  }

  private static double[] average(FloatBuffer weights, double[] before, double follow) {
    double[] after = new double[before.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = before[i] + follow * (weights.get(i) - before[i]);
    }
    return after;
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }
}
