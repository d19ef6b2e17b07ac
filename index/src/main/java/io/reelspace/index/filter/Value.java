package io.reelspace.index.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

/** What a filter compares with. */
public sealed interface Value {

  /** How it is written in a filter. */
  String written();

  /** A text, or a pattern where the operator is {@link Operator#LIKE}. */
  record Text(String text) implements Value {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./*?:-]+");

    @Override
    public String written() {
      return PLAIN.matcher(text).matches() && !FilterLexer.isKeyword(text)
          ? text
          : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** A number: seconds or pixels. */
  record Amount(double number) implements Value {

    /** Refuses what cannot be compared. */
    public Amount {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("not a finite number: " + number);
      }
    }

    @Override
    public String written() {
      String text = BigDecimal.valueOf(number).toPlainString();
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
  }

  /**
   * A stretch of time, such as a day; equal to it is what lies within.
   *
   * @param from its beginning
   * @param until its end, exclusive
   */
  record Span(Instant from, Instant until) implements Value {

    /** Refuses a stretch without length. */
    public Span {
      if (!from.isBefore(until)) {
        throw new IllegalArgumentException("no time between %s and %s".formatted(from, until));
      }
    }

    /** A point of time, to the millisecond. */
    public static Span at(Instant time) {
      Instant from = Instant.ofEpochMilli(time.toEpochMilli());
      return new Span(from, from.plusMillis(1));
    }

    @Override
    public String written() {
      return Times.written(this);
    }
  }
}
