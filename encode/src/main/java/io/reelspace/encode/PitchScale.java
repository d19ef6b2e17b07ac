package io.reelspace.encode;

/** Scales of perceived pitch, in mels. */
public enum PitchScale {
  /** {@code 1127 ln(1 + f / 700)} (O'Shaughnessy, 1987), as the Hidden Markov Toolkit has it. */
  HTK,
  /** Linear up to 1 kHz, logarithmic above (Slaney, "Auditory Toolbox", 1998). */
  SLANEY;

  private static final double SLANEY_STEP = Math.log(6.4) / 27;

  double mel(double hertz) {
    return switch (this) {
      case HTK -> 1127 * Math.log1p(hertz / 700);
      case SLANEY -> hertz < 1000 ? 3 * hertz / 200 : 15 + Math.log(hertz / 1000) / SLANEY_STEP;
    };
  }

  double hertz(double mel) {
    return switch (this) {
      case HTK -> 700 * Math.expm1(mel / 1127);
      case SLANEY -> mel < 15 ? 200 * mel / 3 : 1000 * Math.exp(SLANEY_STEP * (mel - 15));
    };
  }
}
