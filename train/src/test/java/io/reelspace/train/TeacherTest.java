package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.loss.Distillation;
import io.reelspace.train.loss.EmbeddedBatch;
import io.reelspace.train.loss.FreedMemory;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The loss by which a space follows another, against the formula written out. */
class TeacherTest {

  private static final double TEMPERATURE = 0.2;
  private static final float SCALE = 7;

  private final Random random = new Random(3);

  private float[][] unit(int rows, int dimension) {
    float[][] vectors = new float[rows][dimension];
    for (float[] vector : vectors) {
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
        squares += vector[d] * vector[d];
      }
      for (int d = 0; d < dimension; d++) {
        vector[d] /= (float) Math.sqrt(squares);
      }
    }
    return vectors;
  }

  @Test
  void similaritiesFollowTheTeachersBothWays() {
    float[][] videos = unit(4, 5);
    float[][] texts = unit(6, 5);
    float[][] seen = unit(4, 9);
    float[][] read = unit(6, 9);
    double[][] student = products(videos, texts, SCALE);
    double[][] teacher = products(seen, read, 1 / TEMPERATURE);
    double expected =
        (crossEntropy(student, teacher) + crossEntropy(turned(student), turned(teacher))) / 2;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      EmbeddedBatch batch = batch(manager, videos, texts);
      NDArray loss =
          new Distillation(TEMPERATURE).evaluate(batch, manager.create(seen), manager.create(read));
      assertEquals(expected, loss.getFloat(), 1e-5);
    }
  }

  @Test
  void ofMadeUpPicturesTheTeacherKnowsNothing() {
    float[][] videos = unit(3, 5);
    float[][] texts = unit(3, 5);
    float[][] seen = unit(7, 9);
    float[][] read = unit(7, 9);
    Teacher teacher =
        new Teacher(
            MemoryFeatures.ofVectors(seen),
            MemoryFeatures.ofVectors(read),
            new Distillation(TEMPERATURE),
            0.25);
    PairBatch rows = new PairBatch(new int[] {6, 8, 2}, new int[] {9, 1, 0}, true);
    double[][] student =
        products(new float[][] {videos[0], videos[2]}, new float[][] {texts[1], texts[2]}, SCALE);
    double[][] taught =
        products(
            new float[][] {seen[6], seen[2]}, new float[][] {read[1], read[0]}, 1 / TEMPERATURE);
    double follows =
        (crossEntropy(student, taught) + crossEntropy(turned(student), turned(taught))) / 2;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      EmbeddedBatch batch = batch(manager, videos, texts);
      NDArray loss = teacher.joined(manager.create(2f), batch, rows, manager);
      assertEquals(0.75 * 2 + 0.25 * follows, loss.getFloat(), 1e-5);
    }
  }

  @Test
  void theGradientIsTheSameWheneverMemoryIsCollected() {
    Teacher teacher =
        new Teacher(
            MemoryFeatures.ofVectors(unit(7, 9)),
            MemoryFeatures.ofVectors(unit(7, 9)),
            new Distillation(TEMPERATURE),
            0.25);
    PairBatch rows = new PairBatch(new int[] {6, 8, 2}, new int[] {9, 1, 0}, true);
    float[][] videos = unit(3, 5);
    float[][] texts = unit(3, 5);
    float[] calm = gradient(teacher, rows, videos, texts, () -> {});
    for (int i = 0; i < 20; i++) {
      float[] gradient = gradient(teacher, rows, videos, texts, FreedMemory::reuse);
      assertArrayEquals(calm, gradient, 1e-6f);
    }
  }

  /** Of the videos, as a step of the training has it. */
  private static float[] gradient(
      Teacher teacher, PairBatch rows, float[][] videos, float[][] texts, Runnable meanwhile) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector gradients = DualEncoder.engine().newGradientCollector()) {
      EmbeddedBatch batch = batch(manager, videos, texts);
      batch.videos().setRequiresGradient(true);
      NDArray value;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        value = teacher.joined(batch.videos().sum(), batch, rows, manager);
        NDScope.unregister(value);
      }
      meanwhile.run();
      gradients.backward(value);
      return batch.videos().getGradient().toFloatArray();
    }
  }

  private static EmbeddedBatch batch(NDManager manager, float[][] videos, float[][] texts) {
    return new EmbeddedBatch(
        manager.create(videos),
        manager.create(texts),
        Optional.empty(),
        manager.create(new float[] {SCALE}),
        manager.create(new float[] {0}));
  }

  private static double[][] products(float[][] rows, float[][] columns, double factor) {
    double[][] products = new double[rows.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        for (int d = 0; d < rows[i].length; d++) {
          products[i][j] += factor * rows[i][d] * columns[j][d];
        }
      }
    }
    return products;
  }

  private static double[][] turned(double[][] matrix) {
    double[][] turned = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = matrix[i][j];
      }
    }
    return turned;
  }

  private static double crossEntropy(double[][] student, double[][] teacher) {
    double sum = 0;
    for (int i = 0; i < student.length; i++) {
      double own = logSumExp(student[i]);
      double other = logSumExp(teacher[i]);
      for (int j = 0; j < student[i].length; j++) {
        sum -= Math.exp(teacher[i][j] - other) * (student[i][j] - own);
      }
    }
    return sum / student.length;
  }

  private static double logSumExp(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += Math.exp(value);
    }
    return Math.log(sum);
  }
}
