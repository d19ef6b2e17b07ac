package io.reelspace.train.optimiser;

/**
 * The learning rate over a run: a linear warm-up, then half a cosine (Loshchilov and Hutter 2017).
 *
 * @param peak the largest rate, reached after the warm-up
 * @param last the rate at the end, as a share of the peak
 * @param warmUpSteps steps of the warm-up
 * @param steps of the whole run
 */
public record LearningRate(double peak, double last, long warmUpSteps, long steps) {

  /** The rate at a step, from 0. */
  public double at(long step) {
    if (step < warmUpSteps) {
      return peak * (step + 1) / warmUpSteps;
    }
    double course = (double) (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
    double cosine = (1 + Math.cos(Math.PI * Math.min(1, course))) / 2;
    return peak * (last + (1 - last) * cosine);
  }
}
