package io.reelspace.query;

import io.reelspace.error.BadInputException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 0:05}, {@code 1:02:03.5}, {@code 30s}, {@code 12.5}; all stand
 * for seconds.
 */
public final class Clock {

  private static final Pattern SECONDS = Pattern.compile("(-?\\d+(?:\\.\\d+)?) ?s?");
  private static final Pattern COLONS =
      Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,4}):(\\d{1,2}(?:\\.\\d+)?)");

  private Clock() {}

  /** The seconds that a text stands for; empty where it is no time. */
  public static OptionalDouble find(String text) {
    Matcher seconds = SECONDS.matcher(text.strip());
    if (seconds.matches()) {
      return OptionalDouble.of(Double.parseDouble(seconds.group(1)));
    }
    Matcher colons = COLONS.matcher(text.strip());
    if (!colons.matches()) {
      return OptionalDouble.empty();
    }
    double hours = colons.group(1) == null ? 0 : Double.parseDouble(colons.group(1));
    double minutes = Double.parseDouble(colons.group(2));
    double rest = Double.parseDouble(colons.group(3));
    boolean clock = rest < 60 && (colons.group(1) == null || minutes < 60);
    return clock ? OptionalDouble.of(3600 * hours + 60 * minutes + rest) : OptionalDouble.empty();
  }

  /**
   * The seconds that a text stands for.
   *
   * @throws BadInputException when it is no time
   */
  public static double seconds(String text) {
    return find(text)
        .orElseThrow(() ->
            new BadInputException("'" + text + "' is no time; write 0:05, 1:02:03.5, 30s or 12.5"));
  }

  /**
   * Checks a part of a recording.
   *
   * @throws BadInputException when {@code to} does not lie behind {@code from}, or one is no number
   */
  static void requireInterval(OptionalDouble from, OptionalDouble to) {
    if (!Double.isFinite(from.orElse(0)) || !Double.isFinite(to.orElse(0))) {
      throw new BadInputException("a time of a video must be a number of seconds");
    }
    if (from.isPresent() && to.isPresent() && !(from.getAsDouble() < to.getAsDouble())) {
      throw new BadInputException(
          "the part from %s to %s has no length; the end must lie behind the start"
              .formatted(text(from.getAsDouble()), text(to.getAsDouble())));
    }
  }

  /** A time for people: {@code 0:42.5}, {@code 1:02:03.0}. */
  static String text(double seconds) {
    long tenths = Math.round(Math.abs(seconds) * 10);
    String sign = seconds < 0 && tenths > 0 ? "-" : "";
    return tenths < 36_000
        ? String.format(
            Locale.ROOT, "%s%d:%02d.%d", sign, tenths / 600, tenths / 10 % 60, tenths % 10)
        : String.format(
            Locale.ROOT,
            "%s%d:%02d:%02d.%d",
            sign,
            tenths / 36_000,
            tenths / 600 % 60,
            tenths / 10 % 60,
            tenths % 10);
  }

  /** A number as the shortest decimal that gives the same number again, without an exponent. */
  static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
