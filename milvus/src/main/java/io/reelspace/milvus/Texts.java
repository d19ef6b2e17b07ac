package io.reelspace.milvus;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts within expressions. */
final class Texts {

  private Texts() {}

  /** A text as a literal. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * Takes all texts that begin so, and perhaps more: what has a meaning in a pattern, or is escaped
   * otherwise in different versions, ends what is asked for.
   */
  static String beginsWith(String field, String prefix) {
    String plain = prefix.split("[%_\\\\\"'\\x00-\\x1f]", 2)[0];
    return plain.isEmpty() ? "" : field + " like \"" + plain + "%\"";
  }

  /** Takes those whose field is one of these texts. */
  static String oneOf(String field, Collection<String> texts) {
    return field
        + " in ["
        + texts.stream().map(Texts::quoted).collect(Collectors.joining(","))
        + "]";
  }

  /** Takes those whose field is one of these numbers. */
  static String oneOfNumbers(String field, Collection<Long> numbers) {
    return field
        + " in ["
        + numbers.stream().map(Object::toString).collect(Collectors.joining(","))
        + "]";
  }

  /** Both; an empty one takes all. */
  static String and(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one + other;
    }
    return "(" + one + ") and (" + other + ")";
  }
}
