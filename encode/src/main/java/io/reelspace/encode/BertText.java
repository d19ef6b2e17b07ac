package io.reelspace.encode;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words and punctuation marks as BERT's uncased models do: control characters
 * vanish, accents are stripped, letters become lower case, every punctuation mark and every Chinese
 * character stands alone.
 */
final class BertText {
  private BertText() {}

  /**
   * Whether {@link #words} is sure to cut a text as the Hugging Face library does. The library's
   * tables are those of Unicode 8, Java's are younger: of the marks, punctuation and controls,
   * those of widely used scripts are the same in both; letters, digits and symbols always are.
   */
  static boolean isCommon(String text) {
    return text.codePoints().allMatch(BertText::isCommon);
  }

  private static boolean isCommon(int c) {
    return (c >= ' ' && c < 0x7f)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0xa0 && c < 0x370) // Latin and combining accents
        || (c >= 0x900 && c < 0x980) // Devanagari
        || (c >= 0x2000 && c < 0x2070) // general punctuation
        || (c >= 0x3000 && c < 0x3100) // Chinese and Japanese punctuation, kana
        || (c >= 0xfe00 && c < 0xfe10) // variants of emoji
        || (c >= 0xff00 && c < 0xfff0) // full-width forms
        || Character.isLetterOrDigit(c)
        || (isSymbol(Character.getType(c)) && c != 0x166d); // was punctuation once
  }

  private static boolean isSymbol(int type) {
    return type == Character.OTHER_SYMBOL
        || type == Character.MATH_SYMBOL
        || type == Character.CURRENCY_SYMBOL
        || type == Character.MODIFIER_SYMBOL;
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    String plain = isPlain(text) ? text : Normalizer.normalize(clean(text), Normalizer.Form.NFD);
    plain
        .codePoints()
        .forEach(c -> {
          if (isSpace(c)) {
            end(word, words);
          } else if (isPunctuation(c) || isChinese(c)) {
            end(word, words);
            words.add(Character.toString(c));
          } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
            word.appendCodePoint(Character.toLowerCase(c));
          }
        });
    end(word, words);
    return words;
  }

  /** Printable ASCII needs neither cleaning nor decomposition. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0xfffd && (isSpace(c) || !isControl(c)))
        .forEach(c -> clean.appendCodePoint(isSpace(c) ? ' ' : c));
    return clean.toString();
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks of ideographs that BERT sets apart. */
  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF) // begins so in the library
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
