package io.reelspace.milvus;

import io.reelspace.index.filter.Field;
import io.reelspace.index.filter.Filter;
import io.reelspace.index.filter.Operator;
import io.reelspace.index.filter.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A filter in the language of Milvus.
 *
 * @param text takes every video that the filter takes
 * @param exact whether it takes no other; patterns that are more than a beginning cannot be said
 */
record FilterExpression(String text, boolean exact) {

  /** Durations are written in whole seconds; what rounds to it is equal. */
  private static final double HALF_A_SECOND = 0.5;

  /** Takes every video. */
  static final FilterExpression ALL = new FilterExpression("", true);

  static FilterExpression of(Filter filter) {
    return switch (filter) {
      case Filter.All _ -> ALL;
      case Filter.Not not -> {
        FilterExpression inner = of(not.filter());
        yield inner.exact()
            ? new FilterExpression("not (" + inner.text() + ")", true)
            : new FilterExpression("", false); // more than it takes may not be taken away
      }
      case Filter.And and -> joined(and.parts(), " and ");
      case Filter.Or or -> {
        List<FilterExpression> parts = or.parts().stream().map(FilterExpression::of).toList();
        yield parts.stream().anyMatch(part -> part.text().isEmpty())
            ? new FilterExpression("", false)
            : joined(or.parts(), " or ");
      }
      case Filter.Comparison comparison ->
          comparison.operator() == Operator.NOT_EQUAL
              ? new FilterExpression(
                  "not ("
                      + comparison(comparison.field(), Operator.EQUAL, comparison.value()).text()
                      + ")",
                  true)
              : comparison(comparison.field(), comparison.operator(), comparison.value());
    };
  }

  private static FilterExpression joined(List<Filter> filters, String word) {
    List<FilterExpression> parts = filters.stream().map(FilterExpression::of).toList();
    String text =
        parts.stream()
            .map(FilterExpression::text)
            .filter(part -> !part.isEmpty())
            .map(part -> "(" + part + ")")
            .collect(Collectors.joining(word));
    return new FilterExpression(text, parts.stream().allMatch(FilterExpression::exact));
  }

  private static FilterExpression comparison(Field field, Operator operator, Value value) {
    return switch (value) {
      case Value.Text text when operator == Operator.LIKE -> pattern(field, text.text());
      case Value.Text text -> exactly(equal(field, text.text()));
      case Value.Amount amount -> exactly(amount(field, operator, amount.number()));
      case Value.Span span -> exactly(time(field, operator, span));
    };
  }

  private static FilterExpression exactly(String text) {
    return new FilterExpression(text, true);
  }

  private static String equal(Field field, String text) {
    return switch (field) {
      case TAG -> arrayContains(Fields.TAGS, text);
      case LANGUAGE -> arrayContains(Fields.LANGUAGES, text);
      default -> name(field) + " == " + Texts.quoted(text);
    };
  }

  private static String arrayContains(String array, String text) {
    return "array_contains(" + array + ", " + Texts.quoted(text.toLowerCase(Locale.ROOT)) + ")";
  }

  /** Only what stands before the first wildcard can be said, and only of a text. */
  private static FilterExpression pattern(Field field, String pattern) {
    boolean anywhere = field == Field.PATH && !pattern.startsWith("/");
    if (anywhere || field == Field.TAG || field == Field.LANGUAGE) {
      return new FilterExpression("", false);
    }
    String prefix = pattern.split("[*?\\\\]", 2)[0];
    return prefix.isEmpty()
        ? new FilterExpression("", false)
        : new FilterExpression(Texts.beginsWith(name(field), prefix), false);
  }

  private static String amount(Field field, Operator operator, double number) {
    String name = name(field);
    if (operator == Operator.EQUAL) {
      return field == Field.DURATION
          ? "(%s >= %s and %s < %s)"
              .formatted(name, number - HALF_A_SECOND, name, number + HALF_A_SECOND)
          : number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE
              ? name + " == " + (long) number
              : name + " < 0"; // there is no part of a pixel
    }
    String bound =
        field == Field.DURATION ? Double.toString(number) : Long.toString(whole(operator, number));
    return name + " " + operator.sign() + " " + bound;
  }

  /** The whole number with which a whole number compares as it does with another. */
  private static long whole(Operator operator, double number) {
    double whole =
        switch (operator) {
          case LESS, GREATER_OR_EQUAL -> Math.ceil(number);
          default -> Math.floor(number);
        };
    return (long) Math.clamp(whole, Integer.MIN_VALUE + 1.0, Integer.MAX_VALUE - 1.0);
  }

  private static String time(Field field, Operator operator, Value.Span span) {
    String name = name(field);
    long from = span.from().toEpochMilli();
    long until = span.until().toEpochMilli();
    String known = field == Field.RECORDED ? name + " > " + Fields.UNKNOWN + " and " : "";
    String within =
        switch (operator) {
          case LESS -> name + " < " + from;
          case LESS_OR_EQUAL -> name + " < " + until;
          case GREATER -> name + " >= " + until;
          case GREATER_OR_EQUAL -> name + " >= " + from;
          default -> name + " >= " + from + " and " + name + " < " + until;
        };
    return "(" + known + within + ")";
  }

  private static String name(Field field) {
    return switch (field) {
      case PATH -> Fields.PATH;
      case NAME -> Fields.NAME;
      case DURATION -> Fields.DURATION;
      case RESOLUTION -> Fields.RESOLUTION;
      case WIDTH -> Fields.WIDTH;
      case HEIGHT -> Fields.HEIGHT;
      case ADDED -> Fields.ADDED;
      case RECORDED -> Fields.RECORDED;
      case LANGUAGE -> Fields.LANGUAGES;
      case TAG -> Fields.TAGS;
    };
  }
}
