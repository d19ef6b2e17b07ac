package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import io.reelspace.train.gradient.Constants;

/**
 * Similarities that follow those of a teacher.
 *
 * <p>For each video of a batch, the teacher's similarities to all texts, divided by a temperature,
 * become probabilities by a softmax, and so do the student's with its own scale; the loss is the
 * cross entropy of the two, averaged over videos, and the same from texts to videos; the mean of
 * both directions (affinity mimicking: Wu et al., "TinyCLIP", ICCV 2023; Hinton et al. 2015).
 * Embeddings of student and teacher may differ in their dimension.
 *
 * @param temperature of the teacher's similarities, above zero
 */
public record Distillation(double temperature) {

  /**
   * The loss of a batch, a scalar.
   *
   * @param batch the student's embeddings
   * @param videos the teacher's embeddings of the same videos, {@code [videos, any]}, length one
   * @param texts the teacher's embeddings of the same texts, {@code [texts, any]}, length one
   */
  public NDArray evaluate(EmbeddedBatch batch, NDArray videos, NDArray texts) {
    NDArray student = batch.cosines().mul(batch.scale());
    NDArray teacher = videos.matMul(texts.transpose()).div((float) temperature);
    return Constants.times(
        direction(student, teacher).add(direction(student.transpose(), teacher.transpose())), 0.5);
  }

  private static NDArray direction(NDArray student, NDArray teacher) {
    NDArray wanted = teacher.softmax(1).stopGradient();
    return student.logSoftmax(1).mul(wanted).sum(new int[] {1}).mean().neg();
  }
}
