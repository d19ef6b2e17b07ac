package io.reelspace.train.sound;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What makes of a few hundred recordings as many as a network needs: each is moved in time and
 * pitch, played slower or faster, tilted as another microphone would, cut, mixed with another
 * (Zhang et al., "mixup", 2018; Tokozume et al., "Learning from between-class examples", 2018) and
 * holed (Park et al., "SpecAugment", 2019). All work on power spectrograms {@code [frames, bands]}.
 *
 * @param crop frames that are cut out; the loudest of three places, unless an earlier one is loud
 * @param mixing how often two recordings are mixed, 0 to 1
 * @param evenness parameter of the beta distribution from which the share of the first is drawn
 * @param bands widest hole in bands
 */
public record SoundAugmentation(int crop, double mixing, double evenness, int bands) {

  private static final int PITCH = 2;
  private static final double SLOWEST = 0.8;
  private static final double FASTEST = 1.25;
  private static final double TILT_DECIBEL = 6;
  private static final double GAIN_DECIBEL = 3;
  private static final double LOUD_SHARE = 0.15;
  private static final int PLACES = 3;
  private static final int HOLES = 2;
  private static final int LONGEST_HOLE = 8;

  /** One example of training. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Example(float[] spectrogram, float[] target) {}

  /**
   * Draws an example.
   *
   * @param one what is shown
   * @param other what may be mixed in
   * @param classes number of labels
   * @return the normalised spectrogram {@code [crop, bands]}, and a share for each label
   */
  public Example draw(SoundClip one, SoundClip other, int classes, RandomGenerator random) {
    float[] power = heard(one, random);
    float[] target = new float[classes];
    double share = 1;
    if (random.nextDouble() < mixing) {
      float[] second = heard(other, random);
      share = beta(random);
      double gain = decibel(random.nextDouble(-GAIN_DECIBEL, GAIN_DECIBEL));
      for (int i = 0; i < power.length; i++) {
        power[i] = (float) (share * power[i] + (1 - share) * gain * second[i]);
      }
    }
    target[one.label()] += (float) share;
    target[other.label()] += (float) (1 - share);
    float[] levels = normalised(power);
    punch(levels, random);
    return new Example(levels, target);
  }

  /** A changed recording, its loudest cell one. */
  private float[] heard(SoundClip clip, RandomGenerator random) {
    float[] changed = cut(moved(clip.power(), random), random);
    float loudest = 1e-10f;
    for (float value : changed) {
      loudest = Math.max(loudest, value);
    }
    for (int i = 0; i < changed.length; i++) {
      changed[i] /= loudest;
    }
    return changed;
  }

  private static float[] moved(float[] power, RandomGenerator random) {
    int width = SoundFrontEnd.BANDS;
    int frames = power.length / width;
    int shift = random.nextInt(frames);
    int pitch = random.nextInt(-PITCH, PITCH + 1);
    double speed = random.nextDouble(SLOWEST, FASTEST);
    double tilt = random.nextDouble(-TILT_DECIBEL, TILT_DECIBEL);
    float[] gains = new float[width];
    for (int band = 0; band < width; band++) {
      gains[band] = (float) decibel(tilt * ((double) band / (width - 1) - 0.5));
    }
    float[] moved = new float[power.length];
    for (int t = 0; t < frames; t++) {
      int from = ((int) (t * speed) + shift) % frames * width;
      for (int band = 0; band < width; band++) {
        moved[t * width + band] =
            power[from + Math.clamp(band - pitch, 0, width - 1)] * gains[band];
      }
    }
    return moved;
  }

  private float[] cut(float[] power, RandomGenerator random) {
    int width = SoundFrontEnd.BANDS;
    int frames = power.length / width;
    if (crop >= frames) {
      return power;
    }
    double[] sums = new double[frames + 1];
    for (int t = 0; t < frames; t++) {
      sums[t + 1] = sums[t];
      for (int band = 0; band < width; band++) {
        sums[t + 1] += power[t * width + band];
      }
    }
    int best = 0;
    double most = -1;
    for (int i = 0; i < PLACES; i++) {
      int start = random.nextInt(frames - crop + 1);
      double heard = sums[start + crop] - sums[start];
      if (heard > most) {
        most = heard;
        best = start;
      }
      if (heard > LOUD_SHARE * crop / frames * sums[frames]) {
        best = start;
        break;
      }
    }
    return Arrays.copyOfRange(power, best * width, (best + crop) * width);
  }

  /** As the network takes it: 80 dB below the loudest cell and less is -2, the loudest 2. */
  static float[] normalised(float[] power) {
    float[] levels = new float[power.length];
    float loudest = -100;
    for (int i = 0; i < power.length; i++) {
      levels[i] = (float) (10 * Math.log10(Math.max(power[i], 1e-10)));
      loudest = Math.max(loudest, levels[i]);
    }
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (Math.max(levels[i] - loudest, -80) + 40) / 20;
    }
    return levels;
  }

  private void punch(float[] levels, RandomGenerator random) {
    int width = SoundFrontEnd.BANDS;
    int frames = levels.length / width;
    float sum = 0;
    for (float level : levels) {
      sum += level;
    }
    float mean = sum / levels.length;
    for (int hole = 0; hole < HOLES; hole++) {
      int wide = random.nextInt(bands + 1);
      int band = random.nextInt(width - wide + 1);
      int longest = random.nextInt(frames / LONGEST_HOLE + 1);
      int start = random.nextInt(frames - longest + 1);
      for (int t = 0; t < frames; t++) {
        boolean all = t >= start && t < start + longest;
        int from = t * width + (all ? 0 : band);
        Arrays.fill(levels, from, from + (all ? width : wide), mean);
      }
    }
  }

  private static double decibel(double level) {
    return Math.pow(10, level / 10);
  }

  /** From a beta distribution with two equal parameters (Johnk 1964; Marsaglia and Tsang 2000). */
  private double beta(RandomGenerator random) {
    double one = gamma(evenness, random);
    double other = gamma(evenness, random);
    return one + other == 0 ? 0.5 : one / (one + other);
  }

  private static double gamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }
}
