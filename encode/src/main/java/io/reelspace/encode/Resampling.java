package io.reelspace.encode;

/** Interpolation kernels, with the numbers that Pillow and the model hubs give them. */
enum Resampling {
  LANCZOS(1, 3) {
    @Override
    double weight(double x) {
      return -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  },
  BILINEAR(2, 1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },
  BICUBIC(3, 2) {
    @Override
    double weight(double x) {
      double a = -0.5;
      double t = Math.abs(x);
      if (t < 1) {
        return ((a + 2) * t - (a + 3)) * t * t + 1;
      }
      return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
    }
  };

  private final int code;

  /** How far the kernel reaches, in pixels of the smaller picture. */
  final double support;

  Resampling(int code, double support) {
    this.code = code;
    this.support = support;
  }

  abstract double weight(double x);

  /** The kernel of a number; empty for nearest, box and Hamming, which no encoder here uses. */
  static java.util.Optional<Resampling> of(int code) {
    return java.util.Arrays.stream(values()).filter(r -> r.code == code).findFirst();
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
