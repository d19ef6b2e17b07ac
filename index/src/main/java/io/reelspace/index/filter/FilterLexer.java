package io.reelspace.index.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a filter into words, signs and texts in quotes. */
final class FilterLexer {

  private static final Set<String> KEYWORDS = Set.of("and", "or", "not");

  enum Kind {
    WORD,
    QUOTED,
    OPERATOR,
    OPEN,
    CLOSE,
    END
  }

  /**
   * A token.
   *
   * @param column where it begins, from 1
   */
  record Token(Kind kind, String text, int column) {
    boolean is(String keyword) {
      return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(keyword);
    }
  }

  private final String text;
  private int at;

  private FilterLexer(String text) {
    this.text = text;
  }

  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  static List<Token> tokens(String text) throws FilterSyntaxException {
    FilterLexer lexer = new FilterLexer(text);
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(lexer.next());
    } while (tokens.getLast().kind() != Kind.END);
    return tokens;
  }

  private Token next() throws FilterSyntaxException {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at == text.length()) {
      return token(Kind.END, "", start);
    }
    char first = text.charAt(at++);
    return switch (first) {
      case '(' -> token(Kind.OPEN, "(", start);
      case ')' -> token(Kind.CLOSE, ")", start);
      case '"' -> token(Kind.QUOTED, quoted(start), start);
      case '=', '<', '>', '!', '~' -> token(Kind.OPERATOR, sign(start), start);
      default -> token(Kind.WORD, word(start), start);
    };
  }

  private String sign(int start) {
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    return text.substring(start, at);
  }

  private String word(int start) {
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static Token token(Kind kind, String text, int start) {
    return new Token(kind, text, start + 1);
  }

  private String quoted(int start) throws FilterSyntaxException {
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return content.toString();
      }
      if (c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
        content.append(text.charAt(at++));
      } else {
        content.append(c);
      }
    }
    throw new FilterSyntaxException("this quotation mark is never closed", text, start + 1);
  }

  private static boolean isWordPart(char c) {
    return !Character.isWhitespace(c) && "()\"=<>!~".indexOf(c) < 0;
  }
}
