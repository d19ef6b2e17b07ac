package io.reelspace.index.filter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as filters write them. Days are those of the place where the program runs. */
final class Times {

  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)([smh]?)");
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d{1,6}):)?(\\d{1,6}):(\\d{1,2}(?:\\.\\d{1,9})?)");
  private static final Pattern RANGE = Pattern.compile("(.+)\\.\\.(.+)");

  private Times() {}

  /** Seconds of {@code 90}, {@code 90s}, {@code 5m}, {@code 1h}, {@code 1:30}, {@code 1:00:00}. */
  static OptionalDouble seconds(String text) {
    Matcher plain = SECONDS.matcher(text);
    if (plain.matches()) {
      double unit =
          switch (plain.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
          };
      return OptionalDouble.of(unit * Double.parseDouble(plain.group(1)));
    }
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches() || Double.parseDouble(clock.group(3)) >= 60) {
      return OptionalDouble.empty();
    }
    double hours = clock.group(1) == null ? 0 : Double.parseDouble(clock.group(1));
    return OptionalDouble.of(
        3600 * hours
            + 60 * Double.parseDouble(clock.group(2))
            + Double.parseDouble(clock.group(3)));
  }

  /** A year, month, day, minute, second, point of time with a zone, or a range of two of these. */
  static Optional<Value.Span> span(String text) {
    Matcher range = RANGE.matcher(text);
    try {
      if (range.matches()) {
        return Optional.of(
            new Value.Span(single(range.group(1)).from(), single(range.group(2)).from()));
      }
      return Optional.of(single(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Value.Span single(String text) {
    if (text.matches("\\d{4}")) {
      return span(LocalDate.of(Integer.parseInt(text), 1, 1), Period.ofYears(1));
    }
    if (text.matches("\\d{4}-\\d{2}")) {
      return span(YearMonth.parse(text).atDay(1), Period.ofMonths(1));
    }
    if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return span(LocalDate.parse(text), Period.ofDays(1));
    }
    if (text.matches(".*(Z|[+-]\\d{2}:\\d{2})")) {
      Instant at = OffsetDateTime.parse(text).toInstant();
      return new Value.Span(
          at, at.plus(precision(text.replaceFirst("(Z|[+-]\\d{2}:\\d{2})$", ""))));
    }
    Instant at = LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    return new Value.Span(at, at.plus(precision(text)));
  }

  /** How long a time is meant to last: as long as the smallest unit that is written. */
  private static Duration precision(String text) {
    if (text.indexOf('.') >= 0) {
      return ChronoUnit.MILLIS.getDuration();
    }
    return text.matches(".*T\\d{2}:\\d{2}")
        ? ChronoUnit.MINUTES.getDuration()
        : ChronoUnit.SECONDS.getDuration();
  }

  private static Value.Span span(LocalDate day, Period length) {
    return new Value.Span(start(day), start(day.plus(length)));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneId.systemDefault()).toInstant();
  }

  /** The shortest text that is read as this stretch again. */
  static String written(Value.Span span) {
    ZonedDateTime from = span.from().atZone(ZoneId.systemDefault());
    LocalDate day = from.toLocalDate();
    String instant = span.from().toString();
    return List.of(
            "%04d".formatted(day.getYear()),
            YearMonth.from(day).toString(),
            day.toString(),
            instant)
        .stream()
        .filter(text -> span(text).filter(span::equals).isPresent())
        .findFirst()
        .orElseGet(() -> instant + ".." + span.until());
  }
}
