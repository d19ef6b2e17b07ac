package io.reelspace.index.cluster;

/**
 * Vectors in 8 bits a dimension, with one scale for all.
 *
 * @param step what one stands for
 */
record Codes(float step) {

  private static final int MOST = 127;

  /** For vectors like these. */
  static Codes of(float[]... vectors) {
    float largest = 0;
    for (float[] vector : vectors) {
      for (float value : vector) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return new Codes(largest == 0 ? 1 : largest / MOST);
  }

  /** The nearest code; what is too long for one is cut. */
  void encode(float[] vector, byte[] code) {
    for (int d = 0; d < vector.length; d++) {
      int rounded = Math.round(vector[d] / step);
      code[d] = (byte) Math.clamp(rounded, -MOST, MOST);
    }
  }
}
