package io.reelspace.index.filter;

import java.util.Arrays;
import java.util.Optional;

/** How a filter compares. */
public enum Operator {
  /** The same. */
  EQUAL("="),
  /** Not {@link #EQUAL}; holds also where a video has no such value. */
  NOT_EQUAL("!="),
  /** Smaller, shorter, earlier. */
  LESS("<"),
  /** Not greater. */
  LESS_OR_EQUAL("<="),
  /** Greater, longer, later. */
  GREATER(">"),
  /** Not smaller. */
  GREATER_OR_EQUAL(">="),
  /** Matches a pattern: {@code *} for any characters, {@code ?} for one. */
  LIKE("~");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  /** How it is written. */
  public String sign() {
    return sign;
  }

  static Optional<Operator> of(String sign) {
    return Arrays.stream(values()).filter(operator -> operator.sign.equals(sign)).findFirst();
  }
}
