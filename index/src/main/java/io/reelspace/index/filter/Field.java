package io.reelspace.index.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a video a filter can ask for. */
public enum Field {
  /** The absolute path of the file. */
  PATH(Kind.TEXT),
  /** The name of the file, with its extension. */
  NAME(Kind.TEXT),
  /** Seconds from the first frame to the end of the last. */
  DURATION(Kind.SECONDS),
  /** The shorter side of the picture, in pixels. */
  RESOLUTION(Kind.PIXELS),
  /** The width of the picture as shown, in pixels. */
  WIDTH(Kind.PIXELS),
  /** The height of the picture as shown, in pixels. */
  HEIGHT(Kind.PIXELS),
  /** When it first came into the index. */
  ADDED(Kind.TIME),
  /** When it was recorded, where the container states it. */
  RECORDED(Kind.TIME),
  /** A language of its sound or words, as an ISO 639 code; a video may have several. */
  LANGUAGE(Kind.TEXT),
  /** A tag that a user set; a video may have several. */
  TAG(Kind.TEXT);

  /** What values of a field are. */
  public enum Kind {
    /** Compared letter by letter, or with a pattern. */
    TEXT("text, with spaces in quotes"),
    /** A length of time. */
    SECONDS("a length of time such as 90, 90s, 5m or 1:30"),
    /** A number of pixels. */
    PIXELS("a number of pixels such as 720 or 1080p"),
    /** A day or a point of time. */
    TIME("a date such as 2026-01-31, 2026-01 or 2026-01-31T18:30");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    String expected() {
      return expected;
    }
  }

  private final Kind kind;

  Field(Kind kind) {
    this.kind = kind;
  }

  /** What its values are. */
  public Kind kind() {
    return kind;
  }

  /** Whether {@code operator} says something of its values. */
  public boolean allows(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> true;
      case LIKE -> kind == Kind.TEXT;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> kind != Kind.TEXT;
    };
  }

  /** Its name in the language of filters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Field> of(String word) {
    return Arrays.stream(values()).filter(field -> field.word().equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(Field::word).collect(Collectors.joining(", "));
  }

  String operators() {
    return Arrays.stream(Operator.values())
        .filter(this::allows)
        .map(Operator::sign)
        .collect(Collectors.joining(" "));
  }
}
