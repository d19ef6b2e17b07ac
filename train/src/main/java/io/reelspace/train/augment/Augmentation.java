package io.reelspace.train.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A random change to the features of one example, at its steps or at their values. */
public sealed interface Augmentation {

  /**
   * Chooses among the steps of a sequence.
   *
   * @param steps ascending step numbers, at least one
   * @return steps that remain, ascending, at least one
   */
  default int[] select(int[] steps, RandomGenerator random) {
    return steps;
  }

  /**
   * Changes values in place.
   *
   * @param values {@code [steps, channels]} from the array's start
   */
  default void alter(float[] values, int steps, int channels, RandomGenerator random) {}

  /**
   * Leaves out each step with a probability; one always remains (frame dropout). Words of captions
   * are left out before they are encoded, see {@link io.reelspace.train.features.CaptionViews}.
   */
  record StepDropout(double rate) implements Augmentation {
    @Override
    public int[] select(int[] steps, RandomGenerator random) {
      int keep = random.nextInt(steps.length);
      int[] kept = new int[steps.length];
      int count = 0;
      for (int i = 0; i < steps.length; i++) {
        boolean stays = random.nextDouble() >= rate;
        if (stays || i == keep) {
          kept[count++] = steps[i];
        }
      }
      return Arrays.copyOf(kept, count);
    }
  }

  /**
   * Keeps one run of neighbouring steps, as long as a random share of the sequence.
   *
   * @param shortest the smallest share, in {@code (0, 1]}
   */
  record SubClip(double shortest) implements Augmentation {
    @Override
    public int[] select(int[] steps, RandomGenerator random) {
      double share = shortest + (1 - shortest) * random.nextDouble();
      int length = Math.clamp(Math.round(share * steps.length), 1, steps.length);
      int start = random.nextInt(steps.length - length + 1);
      return Arrays.copyOfRange(steps, start, start + length);
    }
  }

  /** Keeps {@code count} steps, one at random from each of as many equal pieces of the sequence. */
  record TemporalJitter(int count) implements Augmentation {
    @Override
    public int[] select(int[] steps, RandomGenerator random) {
      if (steps.length <= count) {
        return steps;
      }
      int[] kept = new int[count];
      for (int i = 0; i < count; i++) {
        int from = (int) ((long) i * steps.length / count);
        int to = (int) ((i + 1L) * steps.length / count);
        kept[i] = steps[from + random.nextInt(to - from)];
      }
      return kept;
    }
  }

  /** Adds normal noise with a deviation that is a share of each step's own root mean square. */
  record FeatureNoise(double share) implements Augmentation {
    @Override
    public void alter(float[] values, int steps, int channels, RandomGenerator random) {
      for (int step = 0; step < steps; step++) {
        int at = step * channels;
        double squares = 0;
        for (int c = 0; c < channels; c++) {
          squares += values[at + c] * (double) values[at + c];
        }
        double deviation = share * Math.sqrt(squares / channels);
        for (int c = 0; c < channels; c++) {
          values[at + c] += (float) (deviation * random.nextGaussian());
        }
      }
    }
  }

  /**
   * Mixes each step with another of the same sequence (after mixup, Zhang et al. 2018): {@code (1 -
   * w) x + w y} with w even in {@code [0, most]}.
   *
   * @param most the largest share of the other step, in {@code (0, 1]}
   */
  record FrameMixup(double most) implements Augmentation {
    @Override
    public void alter(float[] values, int steps, int channels, RandomGenerator random) {
      float[] before = Arrays.copyOf(values, steps * channels);
      for (int step = 0; step < steps; step++) {
        int other = random.nextInt(steps) * channels;
        float weight = (float) (most * random.nextDouble());
        int at = step * channels;
        for (int c = 0; c < channels; c++) {
          values[at + c] = (1 - weight) * before[at + c] + weight * before[other + c];
        }
      }
    }
  }
}
