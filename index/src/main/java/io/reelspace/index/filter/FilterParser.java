package io.reelspace.index.filter;

import io.reelspace.index.filter.FilterLexer.Kind;
import io.reelspace.index.filter.FilterLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads filters.
 *
 * <pre>
 * filter     = conjunction { "or" conjunction }
 * conjunction = term { "and" term }
 * term       = "not" term | "(" filter ")" | field operator value
 * </pre>
 */
final class FilterParser {

  /** Deeper nesting is no filter that a person wrote. */
  private static final int DEEPEST = 100;

  private final String text;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private FilterParser(String text) throws FilterSyntaxException {
    this.text = text;
    this.tokens = FilterLexer.tokens(text);
  }

  static Filter parse(String text) throws FilterSyntaxException {
    FilterParser parser = new FilterParser(text);
    Filter filter = parser.disjunction();
    Token rest = parser.peek();
    if (rest.kind() != Kind.END) {
      throw parser.error(rest, "expected 'and', 'or' or the end, found " + shown(rest));
    }
    return filter;
  }

  private Filter disjunction() throws FilterSyntaxException {
    List<Filter> parts = new ArrayList<>(List.of(conjunction()));
    while (peek().is("or")) {
      at++;
      parts.add(conjunction());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
  }

  private Filter conjunction() throws FilterSyntaxException {
    List<Filter> parts = new ArrayList<>(List.of(term()));
    while (peek().is("and")) {
      at++;
      parts.add(term());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
  }

  private Filter term() throws FilterSyntaxException {
    Token token = peek();
    if (++depth > DEEPEST) {
      throw error(token, "nested more than %d deep".formatted(DEEPEST));
    }
    Filter filter;
    if (token.is("not")) {
      at++;
      filter = new Filter.Not(term());
    } else if (token.kind() == Kind.OPEN) {
      at++;
      filter = disjunction();
      Token close = next();
      if (close.kind() != Kind.CLOSE) {
        throw error(
            close,
            "expected ')' for the '(' at column %d, found %s"
                .formatted(token.column(), shown(close)));
      }
    } else {
      filter = comparison();
    }
    depth--;
    return filter;
  }

  private Filter comparison() throws FilterSyntaxException {
    Token name = next();
    if (name.kind() != Kind.WORD || FilterLexer.isKeyword(name.text())) {
      throw error(name, "expected a field, 'not' or '(', found " + shown(name));
    }
    Field field =
        Field.of(name.text().toLowerCase(Locale.ROOT))
            .orElseThrow(() ->
                error(
                    name, "unknown field %s; fields are %s".formatted(shown(name), Field.words())));
    Token sign = next();
    Optional<Operator> operator =
        sign.kind() == Kind.OPERATOR ? Operator.of(sign.text()) : Optional.empty();
    if (operator.filter(field::allows).isEmpty()) {
      throw error(
          sign,
          "after '%s' expected one of %s, found %s"
              .formatted(field.word(), field.operators(), shown(sign)));
    }
    Token value = next();
    boolean isValue =
        value.kind() == Kind.QUOTED
            || (value.kind() == Kind.WORD && !FilterLexer.isKeyword(value.text()));
    return new Filter.Comparison(
        field,
        operator.get(),
        (isValue ? value(field, value.text()) : Optional.<Value>empty())
            .orElseThrow(() ->
                error(
                    value,
                    "expected %s, found %s".formatted(field.kind().expected(), shown(value)))));
  }

  private static Optional<Value> value(Field field, String text) {
    return switch (field.kind()) {
      case TEXT -> text.isEmpty() ? Optional.empty() : Optional.of(new Value.Text(text));
      case SECONDS -> {
        var seconds = Times.seconds(text);
        yield seconds.isPresent()
            ? Optional.of(new Value.Amount(seconds.getAsDouble()))
            : Optional.empty();
      }
      case PIXELS ->
          text.matches("\\d{1,9}p?")
              ? Optional.of(new Value.Amount(Integer.parseInt(text.replace("p", ""))))
              : Optional.empty();
      case TIME -> Times.span(text).map(span -> span);
    };
  }

  private Token peek() {
    return tokens.get(at);
  }

  /** The end is never passed. */
  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private static String shown(Token token) {
    return token.kind() == Kind.END
        ? "the end"
        : "'" + token.text().replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?") + "'";
  }

  private FilterSyntaxException error(Token token, String message) {
    return new FilterSyntaxException(message, text, token.column());
  }
}
