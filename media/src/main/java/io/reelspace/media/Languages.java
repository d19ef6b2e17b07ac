package io.reelspace.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The codes of languages that files use, brought to one form. */
final class Languages {

  private static final Set<String> TWO_LETTERS = Set.of(Locale.getISOLanguages());

  /** ISO 639-2 and 639-3 codes, and the bibliographic ones, which containers use as well. */
  private static final Map<String, String> THREE_LETTERS = threeLetters();

  private Languages() {}

  private static Map<String, String> threeLetters() {
    Map<String, String> codes = new HashMap<>();
    Arrays.stream(Locale.getISOLanguages())
        .forEach(code -> codes.put(Locale.of(code).getISO3Language(), code));
    codes.putAll(
        Map.of(
            "ger", "de", "fre", "fr", "dut", "nl", "chi", "zh", "cze", "cs", "gre", "el", "rum",
            "ro", "slo", "sk", "per", "fa", "may", "ms"));
    codes.putAll(
        Map.of(
            "alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "geo", "ka", "ice", "is", "mac",
            "mk", "mao", "mi", "tib", "bo", "wel", "cy"));
    return codes;
  }

  /** The code in its short form; empty when it stands for no language: {@code und}, {@code x}. */
  static Optional<String> of(String tag) {
    String primary = tag.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    return TWO_LETTERS.contains(primary)
        ? Optional.of(primary)
        : Optional.ofNullable(THREE_LETTERS.get(primary));
  }
}
