package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers of a plan: as they are given, and as people read them. */
final class PlanNumbers {

  private static final double MOST_HOURS = 1e12;

  private PlanNumbers() {}

  /**
   * A number in its range.
   *
   * @throws BadInputException when it is not
   */
  static double within(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new BadInputException(
          option
              + " is "
              + plain(value)
              + "; it must be a number from "
              + plain(least)
              + " to "
              + plain(most)
              + ".");
    }
    return value;
  }

  /**
   * Hours, one or several with commas between them; {@code 1e6} is a million.
   *
   * @throws BadInputException when they are no hours
   */
  static List<Double> hours(String text) {
    return Arrays.stream(text.split(",", -1)).map(PlanNumbers::hoursOf).toList();
  }

  private static double hoursOf(String text) {
    try {
      double hours = Double.parseDouble(text.strip());
      if (hours > 0 && hours <= MOST_HOURS) {
        return hours;
      }
    } catch (NumberFormatException e) {
      // Told below, with what it must be.
    }
    throw new BadInputException(
        "--hours is '"
            + Printable.of(text)
            + "'; it must be a number of hours above 0, at most 1e12, or several with commas"
            + " between them.");
  }

  /** Without a fraction where there is none. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Three digits that count: {@code 540,000}, {@code 54.0 million}. */
  static String count(double value) {
    if (value < 1_000_000) {
      return grouped(value);
    }
    String[] names = {"million", "billion", "trillion", "quadrillion"};
    double scaled = value / 1e6;
    int name = 0;
    while (scaled >= 999.5 && name < names.length - 1) {
      scaled /= 1000;
      name++;
    }
    return digits(scaled) + " " + names[name];
  }

  /** A number of things that are not divided. */
  static String whole(long value) {
    return value < 1000 ? Long.toString(value) : count((double) value);
  }

  private static String grouped(double value) {
    if (value < 1000) {
      return value == Math.rint(value) ? Long.toString((long) value) : digits(value);
    }
    double step = Math.pow(10, Math.floor(Math.log10(value)) - 2);
    return String.format(Locale.ROOT, "%,.0f", Math.rint(value / step) * step);
  }

  /** In powers of a thousand: {@code 3.30 GB}. */
  static String bytes(double bytes) {
    return scaled(bytes, "B");
  }

  /** Bits a second, likewise. */
  static String bits(double bits) {
    return scaled(bits, "bit/s");
  }

  private static String scaled(double value, String unit) {
    String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
    int prefix = 0;
    double scaled = value;
    while (scaled >= 999.5 && prefix < prefixes.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    return digits(scaled) + " " + prefixes[prefix] + unit;
  }

  /** Of a search, or of an ingest. */
  static String seconds(double seconds) {
    return seconds < 0.9995 ? digits(1000 * seconds) + " ms" : digits(seconds) + " s";
  }

  /** As many digits as a plan is good for. */
  static String digits(double value) {
    if (value == 0) {
      return "0";
    }
    if (value >= 99.95) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(
        Locale.ROOT, value >= 9.995 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.2g", value);
  }
}
