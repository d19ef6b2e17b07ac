package io.reelspace.index.filter;

import io.reelspace.error.BadInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on videos. Its text is in the language that {@link #parse} reads.
 *
 * <p>{@code Filter.parse("duration < 1:30 and not tag = work")} is the same as {@code
 * Filter.duration(Operator.LESS, 90).and(Filter.tag("work").negate())}.
 */
public sealed interface Filter {

  /** Takes every video. */
  static Filter all() {
    return new All();
  }

  /**
   * Reads a filter; blank text is {@link #all}.
   *
   * @throws BadInputException when it is none; the cause is a {@link FilterSyntaxException}, which
   *     knows the column
   */
  static Filter parse(String text) {
    if (text.isBlank()) {
      return all();
    }
    try {
      return FilterParser.parse(text);
    } catch (FilterSyntaxException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  /** A path that matches a pattern; one that does not begin with {@code /} at any folder. */
  static Filter path(String pattern) {
    return new Comparison(Field.PATH, Operator.LIKE, new Value.Text(pattern));
  }

  /** A file name that matches a pattern. */
  static Filter name(String pattern) {
    return new Comparison(Field.NAME, Operator.LIKE, new Value.Text(pattern));
  }

  /** A duration in seconds. */
  static Filter duration(Operator operator, double seconds) {
    return new Comparison(Field.DURATION, operator, new Value.Amount(seconds));
  }

  /** The shorter side of the picture in pixels. */
  static Filter resolution(Operator operator, int pixels) {
    return new Comparison(Field.RESOLUTION, operator, new Value.Amount(pixels));
  }

  /** When it came into the index. */
  static Filter added(Operator operator, Instant time) {
    return new Comparison(Field.ADDED, operator, Value.Span.at(time));
  }

  /** When it was recorded; false where that is not known. */
  static Filter recorded(Operator operator, Instant time) {
    return new Comparison(Field.RECORDED, operator, Value.Span.at(time));
  }

  /** A language of its sound or words. */
  static Filter language(String code) {
    return new Comparison(Field.LANGUAGE, Operator.EQUAL, new Value.Text(code));
  }

  /** A tag that a user set. */
  static Filter tag(String tag) {
    return new Comparison(Field.TAG, Operator.EQUAL, new Value.Text(tag));
  }

  /** This and the other. */
  default Filter and(Filter other) {
    return new And(List.of(this, other));
  }

  /** This or the other. */
  default Filter or(Filter other) {
    return this instanceof All || other instanceof All ? all() : new Or(List.of(this, other));
  }

  /** Not this. */
  default Filter negate() {
    return new Not(this);
  }

  /** Every video; written as nothing. */
  record All() implements Filter {
    @Override
    public String toString() {
      return "";
    }
  }

  /** What is compared with what. */
  record Comparison(Field field, Operator operator, Value value) implements Filter {

    /** Refuses what makes no sense for the field. */
    public Comparison {
      boolean fits =
          switch (field.kind()) {
            case TEXT -> value instanceof Value.Text text && !text.text().isEmpty();
            case SECONDS, PIXELS -> value instanceof Value.Amount;
            case TIME -> value instanceof Value.Span;
          };
      if (!fits || !field.allows(operator)) {
        throw new IllegalArgumentException(
            "'%s' cannot be compared by %s with %s".formatted(field.word(), operator, value));
      }
    }

    @Override
    public String toString() {
      return field.word() + " " + operator.sign() + " " + value.written();
    }
  }

  /** The opposite of a filter. */
  record Not(Filter filter) implements Filter {

    /** Refuses a filter that would take nothing. */
    public Not {
      if (filter instanceof All) {
        throw new IllegalArgumentException("the opposite of everything takes nothing");
      }
    }

    @Override
    public String toString() {
      return "not " + Filter.nested(filter);
    }
  }

  /** All of several filters; filters of the same kind within are taken apart. */
  record And(List<Filter> parts) implements Filter {

    /** Flattens; everything is left out. */
    public And {
      List<Filter> flat = new ArrayList<>();
      for (Filter part : parts) {
        switch (part) {
          case And and -> flat.addAll(and.parts());
          case All _ -> {}
          default -> flat.add(part);
        }
      }
      parts = List.copyOf(flat);
    }

    @Override
    public String toString() {
      return parts.stream().map(Filter::nested).collect(Collectors.joining(" and "));
    }
  }

  /** At least one of several filters; filters of the same kind within are taken apart. */
  record Or(List<Filter> parts) implements Filter {

    /** Flattens. */
    public Or {
      List<Filter> flat = new ArrayList<>();
      for (Filter part : parts) {
        if (part instanceof Or or) {
          flat.addAll(or.parts());
        } else {
          flat.add(part);
        }
      }
      parts = List.copyOf(flat);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof And ? part.toString() : nested(part))
          .collect(Collectors.joining(" or "));
    }
  }

  private static String nested(Filter filter) {
    return filter instanceof And || filter instanceof Or ? "(" + filter + ")" : filter.toString();
  }
}
