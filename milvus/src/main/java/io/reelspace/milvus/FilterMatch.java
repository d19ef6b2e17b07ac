package io.reelspace.milvus;

import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Field;
import io.reelspace.index.filter.Filter;
import io.reelspace.index.filter.Operator;
import io.reelspace.index.filter.Value;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a filter takes a video; for what a server cannot decide. */
final class FilterMatch {

  private static final double HALF_A_SECOND = 0.5;

  private FilterMatch() {}

  static boolean test(Filter filter, IndexedVideo video) {
    return switch (filter) {
      case Filter.All _ -> true;
      case Filter.Not not -> !test(not.filter(), video);
      case Filter.And and -> and.parts().stream().allMatch(part -> test(part, video));
      case Filter.Or or -> or.parts().stream().anyMatch(part -> test(part, video));
      case Filter.Comparison comparison ->
          comparison.operator() == Operator.NOT_EQUAL
              ? !test(comparison.field(), Operator.EQUAL, comparison.value(), video)
              : test(comparison.field(), comparison.operator(), comparison.value(), video);
    };
  }

  private static boolean test(Field field, Operator operator, Value value, IndexedVideo video) {
    return switch (field) {
      case PATH -> text(operator, value, field, Set.of(video.path()));
      case NAME -> text(operator, value, field, Set.of(name(video.path())));
      case LANGUAGE -> text(operator, value, field, video.words().languages());
      case TAG -> text(operator, value, field, video.tags());
      case DURATION -> duration(operator, ((Value.Amount) value).number(), video.duration());
      case WIDTH -> pixels(operator, ((Value.Amount) value).number(), video.width());
      case HEIGHT -> pixels(operator, ((Value.Amount) value).number(), video.height());
      case RESOLUTION ->
          pixels(
              operator, ((Value.Amount) value).number(), Math.min(video.width(), video.height()));
      case ADDED -> time(operator, (Value.Span) value, Optional.of(video.added()));
      case RECORDED -> time(operator, (Value.Span) value, video.recorded());
    };
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean text(Operator operator, Value value, Field field, Set<String> texts) {
    String given = ((Value.Text) value).text();
    boolean folds = field == Field.TAG || field == Field.LANGUAGE;
    String text = folds ? given.toLowerCase(Locale.ROOT) : given;
    if (operator == Operator.EQUAL) {
      return texts.contains(text);
    }
    boolean relative = field == Field.PATH && !text.startsWith("/") && !text.startsWith("*");
    Pattern pattern = pattern(relative ? "*/" + text : text);
    return texts.stream().anyMatch(candidate -> pattern.matcher(candidate).matches());
  }

  /** {@code *} is any text, {@code ?} any letter, and a backslash takes the next as it is. */
  private static Pattern pattern(String wildcards) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < wildcards.length(); ) {
      int letter = wildcards.codePointAt(i);
      i += Character.charCount(letter);
      if (letter == '*') {
        expression.append(".*");
      } else if (letter == '?') {
        expression.append('.');
      } else {
        if (letter == '\\' && i < wildcards.length()) {
          letter = wildcards.codePointAt(i);
          i += Character.charCount(letter);
        }
        expression.append(Pattern.quote(Character.toString(letter)));
      }
    }
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  private static boolean duration(Operator operator, double wanted, double is) {
    return operator == Operator.EQUAL
        ? is >= wanted - HALF_A_SECOND && is < wanted + HALF_A_SECOND
        : pixels(operator, wanted, is);
  }

  private static boolean pixels(Operator operator, double wanted, double is) {
    return switch (operator) {
      case LESS -> is < wanted;
      case LESS_OR_EQUAL -> is <= wanted;
      case GREATER -> is > wanted;
      case GREATER_OR_EQUAL -> is >= wanted;
      default -> is == wanted;
    };
  }

  private static boolean time(Operator operator, Value.Span wanted, Optional<Instant> known) {
    if (known.isEmpty()) {
      return false;
    }
    long is = known.get().toEpochMilli();
    long from = wanted.from().toEpochMilli();
    long until = wanted.until().toEpochMilli();
    return switch (operator) {
      case LESS -> is < from;
      case LESS_OR_EQUAL -> is < until;
      case GREATER -> is >= until;
      case GREATER_OR_EQUAL -> is >= from;
      default -> is >= from && is < until;
    };
  }
}
