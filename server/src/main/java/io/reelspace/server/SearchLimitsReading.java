package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.BadInputException;
import io.reelspace.index.Grouping;
import io.reelspace.index.filter.Filter;
import io.reelspace.query.SearchLimits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how many results of which kind are wanted, from a URL's parameters or from JSON. */
final class SearchLimitsReading {

  /** The names in a URL; in JSON {@code min-score} is {@code minScore}. */
  static final Set<String> PARAMETERS = Set.of("top", "by", "min-score", "filter", "said");

  private static final int MOST = 1000;

  private SearchLimitsReading() {}

  /**
   * Limits from parameters; those that are missing have their defaults.
   *
   * @throws BadInputException when one is not what it should be
   */
  static SearchLimits of(Map<String, String> parameters) {
    int top =
        parameters.containsKey("top") ? top(parameters.get("top")) : SearchLimits.DEFAULT.top();
    Grouping by =
        parameters.containsKey("by") ? grouping(parameters.get("by")) : SearchLimits.DEFAULT.by();
    SearchLimits limits =
        SearchLimits.DEFAULT
            .top(top)
            .by(by)
            .filter(Filter.parse(parameters.getOrDefault("filter", "")))
            .said(Optional.ofNullable(parameters.get("said")).filter(words -> !words.isBlank()));
    return parameters.containsKey("min-score")
        ? limits.minScore(number("min-score", parameters.get("min-score")))
        : limits;
  }

  /** Limits from the fields of a JSON object. */
  static SearchLimits of(JsonNode json) {
    Map<String, String> parameters = new HashMap<>();
    for (String name : PARAMETERS) {
      JsonNode value = json.path(name.equals("min-score") ? "minScore" : name);
      boolean numeric = name.equals("top") || name.equals("min-score");
      if (!value.isMissingNode()) {
        if (numeric ? !value.isNumber() : !value.isTextual()) {
          throw new BadInputException(
              "\"%s\" takes a %s, not %s".formatted(name, numeric ? "number" : "text", value));
        }
        parameters.put(name, value.asText());
      }
    }
    return of(parameters);
  }

  private static int top(String text) {
    double top = number("top", text);
    if (top != Math.rint(top) || top < 1 || top > MOST) {
      throw new BadInputException("'top' is a whole number from 1 to " + MOST + ", not " + text);
    }
    return (int) top;
  }

  private static Grouping grouping(String text) {
    try {
      return Grouping.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("'by' is moment or video, not '" + text + "'", e);
    }
  }

  static double number(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As wrong as one that is not finite.
    }
    throw new BadInputException("'" + name + "' is a number, not '" + text + "'");
  }
}
