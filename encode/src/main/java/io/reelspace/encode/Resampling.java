package io.reelspace.encode;

/** Interpolation kernels, with the numbers that Pillow and the model hubs give them. */
enum Resampling {
  /** The sample in whose middle the new one lies. */
  NEAREST(0, 0) {
    @Override
    double weight(double x) {
      return x == 0 ? 1 : 0;
    }
  },
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
  },
  BOX(4, 0.5) {
    @Override
    double weight(double x) {
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    }
  },
  HAMMING(5, 1) {
    @Override
    double weight(double x) {
      double t = Math.abs(x);
      if (t == 0) {
        return 1;
      }
      return t >= 1 ? 0 : sinc(t) * (0.54 + 0.46 * Math.cos(Math.PI * t));
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

  /** The kernel of a number; empty where there is none. */
  static java.util.Optional<Resampling> of(int code) {
    return java.util.Arrays.stream(values()).filter(r -> r.code == code).findFirst();
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
