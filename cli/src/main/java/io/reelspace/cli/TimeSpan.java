package io.reelspace.cli;

import java.util.Locale;

/** Writes times of a video as people read them. */
final class TimeSpan {

  private TimeSpan() {}

  /**
   * A time as {@code h:mm:ss.s}.
   *
   * @param seconds presentation time; may be negative, as containers allow
   */
  static String of(double seconds) {
    long tenths = Math.round(Math.abs(seconds) * 10);
    return String.format(
        Locale.ROOT,
        "%s%d:%02d:%02d.%d",
        seconds < 0 && tenths > 0 ? "-" : "",
        tenths / 36_000,
        tenths / 600 % 60,
        tenths / 10 % 60,
        tenths % 10);
  }

  /** An interval as {@code start-end}. */
  static String of(double start, double end) {
    return of(start) + "-" + of(end);
  }
}
