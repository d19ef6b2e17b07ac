package io.reelspace.plan;

/** How the values of a segment's raw embedding are kept. */
public enum Precision {
  /** As this release keeps them. */
  FLOAT32("float32", 4),
  /** Half precision, for comparison. */
  FLOAT16("float16", 2),
  /** One byte, for comparison. */
  BITS_8("8-bit", 1);

  private final String label;
  private final int bytes;

  Precision(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** The name for people. */
  public String label() {
    return label;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }
}
