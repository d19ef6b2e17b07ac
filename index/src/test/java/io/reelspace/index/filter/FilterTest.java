package io.reelspace.index.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterTest {

  @Test
  void readsWhatThePageShows() {
    Filter filter = Filter.parse("duration < 1:30 and path ~ \"2024/*\" and not tag = work");
    assertEquals(
        Filter.duration(Operator.LESS, 90)
            .and(Filter.path("2024/*"))
            .and(Filter.tag("work").negate()),
        filter);
    assertEquals("duration < 90 and path ~ 2024/* and not tag = work", filter.toString());
  }

  @Test
  void andBindsCloserThanOr() {
    Filter a = Filter.tag("a");
    Filter b = Filter.tag("b");
    Filter c = Filter.tag("c");
    assertEquals(a.or(b.and(c)), Filter.parse("tag=a or tag=b and tag=c"));
    assertEquals(a.or(b).and(c), Filter.parse("(tag=a OR tag=b) AND tag=c"));
    assertEquals(Filter.all(), Filter.parse("  "));
  }

  @Test
  void lengthsOfTimeHaveSeveralForms() {
    for (String form : List.of("90", "90s", "1.5m", "1:30", "0:01:30", "90.0")) {
      assertEquals(Filter.duration(Operator.GREATER, 90), Filter.parse("duration > " + form), form);
    }
    assertEquals(Filter.duration(Operator.LESS, 7200), Filter.parse("duration < 2h"));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Filter filter = filter(random, 3);
      assertEquals(filter, Filter.parse(filter.toString()), filter.toString());
    }
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Filter filter(Random random, int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(6);
    if (kind == 0) {
      return filter(random, depth - 1).negate();
    }
    if (kind <= 2) {
      List<Filter> parts = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        parts.add(filter(random, depth - 1));
      }
      return kind == 1 ? new Filter.And(parts) : new Filter.Or(parts);
    }
    Field field = any(random, List.of(Field.values()));
    Operator operator;
    do {
      operator = any(random, List.of(Operator.values()));
    } while (!field.allows(operator));
    List<String> texts = List.of("a", "not", "x \"y\" \\z", "日本", "(", "2024/*", " ");
    Instant time = Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L));
    Value value =
        switch (field.kind()) {
          case TEXT -> new Value.Text(any(random, texts));
          case SECONDS -> new Value.Amount(random.nextInt(1_000_000) / 100.0);
          case PIXELS -> new Value.Amount(random.nextInt(10_000));
          case TIME ->
              random.nextBoolean()
                  ? Value.Span.at(time)
                  : new Value.Span(time, time.plusMillis(1 + random.nextInt(1_000_000)));
        };
    return new Filter.Comparison(field, operator, value);
  }

  @Test
  void anErrorNamesItsColumnAndWhatWasExpected() {
    assertError("lenght < 3", 1, "unknown field 'lenght'; fields are path, name, duration");
    assertError("duration < 60 and colour = red", 19, "unknown field 'colour'");
    assertError("duration ~ 60", 10, "expected one of = != < <= > >=, found '~'");
    assertError("path < x", 6, "expected one of = != ~");
    assertError("duration < long", 12, "a length of time such as 90");
    assertError("duration < 1:75", 12, "a length of time");
    assertError("added > yesterday", 9, "a date such as 2026-01-31");
    assertError("added > 2026-02-30", 9, "a date such as");
    assertError("width > 10.5", 9, "a number of pixels");
    assertError("duration <", 11, "found the end");
    assertError("(duration < 3", 14, "expected ')' for the '(' at column 1");
    assertError("duration < 3)", 13, "expected 'and', 'or' or the end");
    assertError("duration < 3 duration > 1", 14, "expected 'and', 'or' or the end");
    assertError("tag = \"open", 7, "never closed");
    assertError("and", 1, "expected a field");
    assertError("tag == x", 5, "found '=='");
    assertError("tag = \"\"", 7, "expected text");
    assertError("(".repeat(5000), 101, "nested more than 100");
    assertError("not ".repeat(5000), 401, "nested more than 100");
  }

  @Test
  void theCaretStandsUnderTheColumnOnALineOfItsOwn() {
    FilterSyntaxException failure = failure("tag = \u001b[31m\nx and length > 3");
    List<String> lines = failure.pointer().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().chars().noneMatch(Character::isISOControl), lines.getFirst());
    assertEquals(failure.column() - 1, lines.getLast().indexOf('^'));
  }

  private static FilterSyntaxException failure(String text) {
    BadInputException failure =
        assertThrows(BadInputException.class, () -> Filter.parse(text), text);
    return (FilterSyntaxException) failure.getCause();
  }

  private static void assertError(String text, int column, String message) {
    FilterSyntaxException failure = failure(text);
    assertEquals(column, failure.column(), failure.getMessage());
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }
}
