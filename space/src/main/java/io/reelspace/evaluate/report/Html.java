package io.reelspace.evaluate.report;

import java.util.Base64;
import java.util.Locale;

/** HTML text as it grows. */
final class Html {

  private final StringBuilder text = new StringBuilder();

  /** Adds markup as it is. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds markup with values in place of {@code %s} and its like; texts among them are escaped. */
  Html format(String markup, Object... values) {
    Object[] safe = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      safe[i] = values[i] instanceof String value ? escape(value) : values[i];
    }
    text.append(String.format(Locale.ROOT, markup, safe));
    return this;
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }

  /** A JPEG as an address that holds it. */
  static String uri(byte[] jpeg) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
