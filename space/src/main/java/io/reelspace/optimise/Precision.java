package io.reelspace.optimise;

import java.util.List;

/** How the values of a stored embedding are kept. */
public enum Precision {
  /** As they are. */
  FLOAT32("float32", 32),
  /** 256 evenly spaced values. */
  BITS_8("8-bit", 8),
  /** 16 evenly spaced values. */
  BITS_4("4-bit", 4),
  /** The sign alone; the best are scored again with the values as they are. */
  BITS_1("1-bit", 1);

  private final String label;
  private final int bits;

  Precision(String label, int bits) {
    this.label = label;
    this.bits = bits;
  }

  /** The name for people. */
  public String label() {
    return label;
  }

  /** All, the most precise first. */
  public static List<Precision> all() {
    return List.of(values());
  }

  int bits() {
    return bits;
  }

  /** Bytes of one stored embedding. */
  public int bytes(int dimension) {
    return (dimension * bits + 7) / 8;
  }
}
