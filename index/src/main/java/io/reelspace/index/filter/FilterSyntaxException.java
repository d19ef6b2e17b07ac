package io.reelspace.index.filter;

/** Where and why a text is no filter. */
public final class FilterSyntaxException extends Exception {

  private static final long serialVersionUID = 1;

  private final int column;
  private final String text;

  FilterSyntaxException(String message, String text, int column) {
    super("filter, column %d: %s".formatted(column, message));
    this.text = text;
    this.column = column;
  }

  /** The column at which it goes wrong, from 1. */
  public int column() {
    return column;
  }

  /** The filter on one line, and below it a line with {@code ^} under the column. */
  public String pointer() {
    int at = column - 1;
    int indent =
        text.codePointCount(0, Math.min(at, text.length())) + Math.max(0, at - text.length());
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ")
        + "\n"
        + " ".repeat(indent)
        + "^";
  }
}
