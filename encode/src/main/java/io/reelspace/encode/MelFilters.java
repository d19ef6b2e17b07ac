package io.reelspace.encode;

/**
 * Triangles on a scale of perceived pitch, which gather the bins of a spectrum into bands.
 *
 * @param first the first bin of each band
 * @param weights of the bins from there on, {@code [bands][bins of the band]}
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record MelFilters(int[] first, double[][] weights) {

  /**
   * Makes the filters of a front end.
   *
   * @param bins of the spectrum
   */
  static MelFilters of(LogMel.Settings settings, int bins) {
    PitchScale scale = settings.scale();
    int bands = settings.bands();
    double low = scale.mel(settings.lowest());
    double step = (scale.mel(settings.highest()) - low) / (bands + 1);
    int[] first = new int[bands];
    double[][] weights = new double[bands][];
    for (int band = 0; band < bands; band++) {
      double[] all = new double[bins];
      int from = bins;
      int to = 0;
      double area =
          settings.equalArea()
              ? 2 / (scale.hertz(low + (band + 2) * step) - scale.hertz(low + band * step))
              : 1;
      for (int bin = settings.straightInMels() ? 1 : 0; bin < bins; bin++) {
        double hertz = (double) bin * settings.sampleRate() / (2 * (bins - 1));
        double height =
            settings.straightInMels()
                ? triangle(scale.mel(hertz), low + band * step, step, step)
                : triangle(
                    hertz,
                    scale.hertz(low + band * step),
                    scale.hertz(low + (band + 1) * step) - scale.hertz(low + band * step),
                    scale.hertz(low + (band + 2) * step) - scale.hertz(low + (band + 1) * step));
        if (height > 0) {
          all[bin] = height * area;
          from = Math.min(from, bin);
          to = bin + 1;
        }
      }
      first[band] = Math.min(from, to);
      weights[band] = java.util.Arrays.copyOfRange(all, first[band], to);
    }
    return new MelFilters(first, weights);
  }

  private static double triangle(double at, double start, double rise, double fall) {
    return Math.max(0, Math.min((at - start) / rise, (start + rise + fall - at) / fall));
  }

  /** What a band gathers from a spectrum. */
  double band(int band, double[] spectrum) {
    double sum = 0;
    double[] own = weights[band];
    for (int i = 0, bin = first[band]; i < own.length; i++, bin++) {
      sum += own[i] * spectrum[bin];
    }
    return sum;
  }
}
