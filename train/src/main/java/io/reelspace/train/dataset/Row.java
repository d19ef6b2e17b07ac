package io.reelspace.train.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One row or entry of an annotation file, with its place.
 *
 * @param key the entry's name where entries have one, else empty
 */
record Row(Path file, int line, String key, JsonNode json) {

  /** An error that begins with the row's place. */
  BadInputException malformed(String what) {
    return new BadInputException("%s:%d %s.".formatted(file, line, what));
  }

  JsonNode required(String field) {
    return optional(field).orElseThrow(() -> malformed("has no \"" + field + "\""));
  }

  Optional<JsonNode> optional(String field) {
    return Optional.ofNullable(json.get(field)).filter(value -> !value.isNull());
  }

  /** A text that is there and not blank. */
  String text(String field) {
    JsonNode value = required(field);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw malformed("needs a text in \"" + field + "\"");
    }
    return value.asText().strip();
  }

  double number(String field) {
    return number(required(field), field);
  }

  Caption caption(String field) {
    return caption(required(field), field);
  }

  Caption caption(JsonNode value, String field) {
    if (!value.isTextual() || value.asText().isBlank()) {
      throw malformed("needs texts in \"" + field + "\", but holds " + value);
    }
    return Caption.of(value.asText().strip());
  }

  /** At least one caption. */
  List<Caption> captions(String field) {
    return captions(required(field), field);
  }

  List<Caption> captions(JsonNode array, String field) {
    List<Caption> captions = new ArrayList<>();
    for (JsonNode each : array) {
      captions.add(caption(each, field));
    }
    if (!array.isArray() || captions.isEmpty()) {
      throw malformed("needs at least one caption in \"" + field + "\"");
    }
    return captions;
  }

  /** A window from a pair {@code [start, end]} of seconds. */
  TimeWindow window(JsonNode pair, String field) {
    if (pair.size() != 2) {
      throw malformed("needs pairs of seconds in \"" + field + "\", but holds " + pair);
    }
    return window(number(pair.get(0), field), number(pair.get(1), field), field);
  }

  TimeWindow window(double start, double end, String field) {
    if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
      throw malformed("has a window in \"" + field + "\" from " + start + " to " + end);
    }
    return new TimeWindow(start, end);
  }

  double number(JsonNode value, String field) {
    double number = value.isNumber() ? value.asDouble() : parse(value.asText());
    if (Double.isNaN(number)) {
      throw malformed("needs a number in \"" + field + "\", but holds " + value);
    }
    return number;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
