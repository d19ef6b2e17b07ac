package io.reelspace.cli;

/**
 * Makes text from outside safe to print on a terminal: a file name may hold line breaks and control
 * characters, which would forge lines or drive the terminal.
 */
final class Printable {

  private Printable() {}

  /** The text with control, format and unpaired surrogate characters as escapes. */
  static String of(String text) {
    if (text.codePoints().noneMatch(Printable::hidden)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (hidden(point)) {
            shown.append(escape(point));
          } else {
            shown.appendCodePoint(point);
          }
        });
    return shown.toString();
  }

  private static boolean hidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          // Joiners are part of how some scripts and emoji are written.
          point != 0x200C && point != 0x200D;
      default -> false;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", point);
    };
  }
}
