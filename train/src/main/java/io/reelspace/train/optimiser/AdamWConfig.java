package io.reelspace.train.optimiser;

/**
 * What AdamW is told.
 *
 * @param weightDecay decoupled; biases, gains and other vectors are not decayed
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param clip the largest Euclidean norm of all gradients together; larger ones are scaled down
 * @param average decay of the moving average of the weights; zero keeps none
 */
public record AdamWConfig(
    double weightDecay, double beta1, double beta2, double epsilon, double clip, double average) {}
