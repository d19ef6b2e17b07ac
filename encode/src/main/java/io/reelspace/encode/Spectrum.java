package io.reelspace.encode;

import java.util.Arrays;

/**
 * The discrete Fourier transform of real frames of one length; bins 0 to half the length. Lengths
 * that are powers of two take the fast way (Cooley and Tukey, 1965), others the long one. Keeps
 * buffers: for one thread.
 */
final class Spectrum {

  private final int length;
  private final boolean fast;

  /** Cosine and minus sine of {@code 2 pi k / length}. */
  private final double[] cosines;

  private final double[] sines;
  private final int[] reversed;
  private final double[] real;
  private final double[] imaginary;

  Spectrum(int length) {
    this.length = length;
    this.fast = length >= 4 && Integer.bitCount(length) == 1;
    this.cosines = new double[length];
    this.sines = new double[length];
    for (int k = 0; k < length; k++) {
      cosines[k] = Math.cos(2 * Math.PI * k / length);
      sines[k] = -Math.sin(2 * Math.PI * k / length);
    }
    int half = length / 2;
    this.reversed = new int[fast ? half : 0];
    int bits = Integer.numberOfTrailingZeros(half);
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = Integer.reverse(i) >>> (Integer.SIZE - bits);
    }
    this.real = new double[half + 1];
    this.imaginary = new double[half + 1];
  }

  /** Bins of the result. */
  int bins() {
    return length / 2 + 1;
  }

  /**
   * The squared magnitudes of a frame.
   *
   * @param frame {@code [length]}
   * @param power {@code [bins]}, is overwritten
   */
  void power(double[] frame, double[] power) {
    if (fast) {
      halves(frame, power);
      return;
    }
    for (int bin = 0; bin < power.length; bin++) {
      double re = 0;
      double im = 0;
      for (int n = 0, phase = 0; n < length; n++, phase = (phase + bin) % length) {
        re += frame[n] * cosines[phase];
        im += frame[n] * sines[phase];
      }
      power[bin] = re * re + im * im;
    }
  }

  /** Even samples as real parts, odd ones as imaginary: half the work for real input. */
  private void halves(double[] frame, double[] power) {
    int half = length / 2;
    for (int i = 0; i < half; i++) {
      real[reversed[i]] = frame[2 * i];
      imaginary[reversed[i]] = frame[2 * i + 1];
    }
    butterflies(half);
    real[half] = real[0];
    imaginary[half] = imaginary[0];
    for (int bin = 0; bin <= half; bin++) {
      int mirror = half - bin;
      double evenRe = (real[bin] + real[mirror]) / 2;
      double evenIm = (imaginary[bin] - imaginary[mirror]) / 2;
      double oddRe = (imaginary[bin] + imaginary[mirror]) / 2;
      double oddIm = (real[mirror] - real[bin]) / 2;
      double re = evenRe + cosines[bin] * oddRe - sines[bin] * oddIm;
      double im = evenIm + cosines[bin] * oddIm + sines[bin] * oddRe;
      power[bin] = re * re + im * im;
    }
  }

  private void butterflies(int half) {
    for (int size = 2; size <= half; size *= 2) {
      int step = length / size;
      for (int from = 0; from < half; from += size) {
        for (int i = from, phase = 0; i < from + size / 2; i++, phase += step) {
          int other = i + size / 2;
          double re = real[other] * cosines[phase] - imaginary[other] * sines[phase];
          double im = real[other] * sines[phase] + imaginary[other] * cosines[phase];
          real[other] = real[i] - re;
          imaginary[other] = imaginary[i] - im;
          real[i] += re;
          imaginary[i] += im;
        }
      }
    }
  }

  /**
   * The periodic window of Hann, {@code sin^2(pi n / width)}, in the middle of a frame.
   *
   * @return {@code [length]}
   */
  static double[] hann(int width, int length) {
    double[] window = new double[length];
    int start = (length - width) / 2;
    for (int n = 0; n < width; n++) {
      window[start + n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / width);
    }
    return window;
  }

  /** The same at the start of a frame. */
  static double[] hannAtStart(int width, int length) {
    return Arrays.copyOf(hann(width, width), length);
  }
}
