package io.reelspace.encode;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Map;

/** What a text goes through before its tokenizer, as OpenCLIP does it. */
public enum TextCleaning {
  /** Nothing: the tokenizer says all. */
  @JsonProperty("none")
  NONE {
    @Override
    String apply(String text) {
      return text;
    }
  },
  /** Character references of HTML are resolved, typographic variants made plain, spaces joined. */
  @JsonProperty("whitespace")
  WHITESPACE {
    @Override
    String apply(String text) {
      return joined(plain(text));
    }
  },
  /** The same in lower case. */
  @JsonProperty("lower")
  LOWER {
    @Override
    String apply(String text) {
      return joined(plain(text)).toLowerCase(Locale.ROOT);
    }
  },
  /** The same without punctuation, as SigLIP was trained. */
  @JsonProperty("canonicalize")
  CANONICALIZE {
    @Override
    String apply(String text) {
      String words = plain(text).replace('_', ' ');
      StringBuilder kept = new StringBuilder(words.length());
      words.codePoints().filter(c -> PUNCTUATION.indexOf(c) < 0).forEach(kept::appendCodePoint);
      return joined(kept.toString().toLowerCase(Locale.ROOT));
    }
  };

  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** What the library ftfy makes of typographic variants by default. */
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201a, "'"),
          Map.entry(0x201b, "'"),
          Map.entry(0x02bc, "'"),
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0x201e, "\""),
          Map.entry(0x201f, "\""),
          Map.entry(0x0132, "IJ"),
          Map.entry(0x0133, "ij"),
          Map.entry(0x0149, "'n"),
          Map.entry(0x01f1, "DZ"),
          Map.entry(0x01f2, "Dz"),
          Map.entry(0x01f3, "dz"),
          Map.entry(0x01c4, "DŽ"),
          Map.entry(0x01c5, "Dž"),
          Map.entry(0x01c6, "dž"),
          Map.entry(0x01c7, "LJ"),
          Map.entry(0x01c8, "Lj"),
          Map.entry(0x01c9, "lj"),
          Map.entry(0x01ca, "NJ"),
          Map.entry(0x01cb, "Nj"),
          Map.entry(0x01cc, "nj"),
          Map.entry(0xfb00, "ff"),
          Map.entry(0xfb01, "fi"),
          Map.entry(0xfb02, "fl"),
          Map.entry(0xfb03, "ffi"),
          Map.entry(0xfb04, "ffl"),
          Map.entry(0xfb05, "ſt"),
          Map.entry(0xfb06, "st"));

  abstract String apply(String text);

  /**
   * References resolved twice, quotation marks and letters of full width made plain, composed
   * (NFC). The mending of texts that were decoded wrongly, which ftfy does too, is not repeated
   * here.
   */
  private static String plain(String text) {
    String read = HtmlReferences.resolve(HtmlReferences.resolve(text));
    StringBuilder plain = new StringBuilder(read.length());
    read.codePoints()
        .forEach(c -> {
          String other = PLAIN.get(c);
          if (other != null) {
            plain.append(other);
          } else if (c == 0x3000) {
            plain.append(' ');
          } else if ((c >= 0xff01 && c <= 0xffef) && c != 0xff5f) {
            plain.append(
                java.text.Normalizer.normalize(
                    Character.toString(c), java.text.Normalizer.Form.NFKC));
          } else if (!isStray(c)) {
            plain.appendCodePoint(c);
          }
        });
    return java.text.Normalizer.normalize(plain, java.text.Normalizer.Form.NFC).strip();
  }

  /** Control characters that stand for nothing in a text. */
  private static boolean isStray(int c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r')
        || c == 0x7f
        || (c >= 0x206a && c <= 0x206f)
        || c == 0xfeff
        || (c >= 0xfff9 && c <= 0xfffc);
  }

  private static String joined(String text) {
    return text.replaceAll("(?U)\\s+", " ").strip();
  }
}
