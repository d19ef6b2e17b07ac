package io.reelspace.train.sound;

import io.reelspace.encode.LogMel;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Made-up sounds that are none of the labels: tunes, chords, voices without words, hums and beeps.
 * What is on most videos is speech and music; a network that never heard anything of the kind takes
 * them for the nearest of what it knows.
 */
public final class SyntheticSounds {

  private static final int RATE = SoundFrontEnd.FORMAT.sampleRate();
  private static final int SAMPLES = SoundFrontEnd.FORMAT.windowSamples();
  private static final int KINDS = 4;

  private SyntheticSounds() {}

  /**
   * So many sounds.
   *
   * @param label theirs
   */
  public static List<SoundClip> make(int count, int label, RandomGenerator random) {
    LogMel frontEnd = new LogMel(SoundFrontEnd.SETTINGS);
    List<SoundClip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] wave =
          switch (i % KINDS) {
            case 0 -> tune(random);
            case 1 -> voice(random);
            case 2 -> chords(random);
            default -> random.nextBoolean() ? voice(random) : hum(random);
          };
      addNoise(wave, Math.pow(10, random.nextDouble(-4, -1.5)), random);
      float[] power = frontEnd.of(wave);
      for (int c = 0; c < power.length; c++) {
        power[c] = (float) Math.pow(10, power[c] / 10);
      }
      clips.add(new SoundClip("synthetic-" + i, label, 0, power));
    }
    return clips;
  }

  private static void addNoise(float[] wave, double level, RandomGenerator random) {
    double low = 0;
    for (int i = 0; i < wave.length; i++) {
      low += 0.05 * (random.nextGaussian() - low);
      wave[i] += (float) (level * (0.3 * random.nextGaussian() + 2 * low));
    }
  }

  /** Notes of a scale one after another, each with overtones and a decay. */
  private static float[] tune(RandomGenerator random) {
    float[] wave = new float[SAMPLES];
    double base = 110 * Math.pow(2, random.nextDouble(0, 2.5));
    int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
    double decay = random.nextDouble(1, 8);
    int length = (int) (RATE * random.nextDouble(0.12, 0.6));
    double[] overtones = overtones(random);
    for (int start = 0; start < SAMPLES; start += length) {
      double pitch = base * Math.pow(2, scale[random.nextInt(scale.length)] / 12.0);
      addNote(wave, start, 2 * length, pitch, decay, overtones);
      if (random.nextInt(3) == 0) {
        addNote(wave, start, 2 * length, pitch * 1.4983, decay, overtones);
      }
    }
    return wave;
  }

  private static float[] chords(RandomGenerator random) {
    float[] wave = new float[SAMPLES];
    double base = 80 * Math.pow(2, random.nextDouble(0, 2));
    int length = (int) (RATE * random.nextDouble(0.8, 2.5));
    double[] overtones = overtones(random);
    int[][] shapes = {{0, 4, 7}, {0, 3, 7}, {0, 5, 9}, {0, 4, 7, 11}};
    for (int start = 0; start < SAMPLES; start += length) {
      double root = base * Math.pow(2, random.nextInt(12) / 12.0);
      for (int step : shapes[random.nextInt(shapes.length)]) {
        addNote(wave, start, length, root * Math.pow(2, step / 12.0), 0.5, overtones);
      }
    }
    return wave;
  }

  private static double[] overtones(RandomGenerator random) {
    double[] levels = new double[random.nextInt(3, 12)];
    double slope = random.nextDouble(0.5, 2);
    for (int h = 0; h < levels.length; h++) {
      levels[h] = random.nextDouble(0.3, 1) / Math.pow(h + 1, slope);
    }
    return levels;
  }

  private static void addNote(
      float[] wave, int start, int length, double pitch, double decay, double[] overtones) {
    for (int i = 0; i < length && start + i < wave.length; i++) {
      double time = (double) i / RATE;
      double loud = Math.min(1, time / 0.01) * Math.exp(-decay * time);
      loud *= Math.min(1, (double) (length - i) / (0.02 * RATE));
      double sum = 0;
      for (int h = 0; h < overtones.length && (h + 1) * pitch < RATE / 2.0; h++) {
        sum += overtones[h] * Math.sin(2 * Math.PI * (h + 1) * pitch * time);
      }
      wave[start + i] += (float) (0.15 * loud * sum);
    }
  }

  /** Syllables: pulses of a voice, or noise, through three resonances that change. */
  private static float[] voice(RandomGenerator random) {
    float[] wave = new float[SAMPLES];
    double pitch = random.nextDouble(85, 260);
    int at = random.nextInt(RATE / 2);
    while (at < SAMPLES) {
      int length = (int) (RATE * random.nextDouble(0.08, 0.3));
      boolean hiss = random.nextInt(5) == 0;
      addSyllable(wave, at, length, pitch * random.nextDouble(0.85, 1.2), hiss, random);
      at += length + (random.nextInt(6) == 0 ? RATE / 2 : (int) (RATE * random.nextDouble(0.08)));
    }
    return wave;
  }

  private static void addSyllable(
      float[] wave, int start, int length, double pitch, boolean hiss, RandomGenerator random) {
    double[] centres =
        hiss
            ? new double[] {random.nextDouble(3000, 5000), 6500, 8000}
            : new double[] {
              random.nextDouble(280, 800),
              random.nextDouble(900, 2300),
              random.nextDouble(2300, 3200)
            };
    double[][] past = new double[centres.length][2];
    double phase = 0;
    double glide = random.nextDouble(-0.25, 0.25);
    for (int i = 0; i < length && start + i < wave.length; i++) {
      double course = (double) i / length;
      phase += pitch * (1 + glide * course) / RATE;
      double source = 0.02 * random.nextGaussian();
      if (hiss) {
        source = 0.25 * random.nextGaussian();
      } else if (phase >= 1) {
        phase -= 1;
        source += 8;
      }
      double sum = 0;
      for (int f = 0; f < centres.length; f++) {
        double radius = Math.exp(-Math.PI * (60 + 60 * f) / RATE);
        double turn = 2 * radius * Math.cos(2 * Math.PI * centres[f] / RATE);
        double next = source * (1 - radius) + turn * past[f][0] - radius * radius * past[f][1];
        past[f][1] = past[f][0];
        past[f][0] = next;
        sum += next / (1 + f);
      }
      wave[start + i] += (float) (sum * Math.sin(Math.PI * course));
    }
  }

  /** Of machines and mains, with a beep now and then. */
  private static float[] hum(RandomGenerator random) {
    float[] wave = new float[SAMPLES];
    double[] overtones = overtones(random);
    addNote(wave, 0, SAMPLES, random.nextDouble(45, 130), 0, overtones);
    for (int i = random.nextInt(4); i > 0; i--) {
      addNote(
          wave,
          random.nextInt(SAMPLES),
          RATE / random.nextInt(2, 12),
          random.nextDouble(500, 4000),
          0,
          new double[] {1});
    }
    return wave;
  }
}
