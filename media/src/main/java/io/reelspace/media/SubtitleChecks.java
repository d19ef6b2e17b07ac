package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says what is wrong with a file of subtitles that was read as far as it goes. */
final class SubtitleChecks {

  /** Reading speeds and rounding make neighbours touch; more than this is an overlap. */
  private static final double TOUCH = 0.05;

  private static final Pattern NEGATIVE =
      Pattern.compile("(?m)^\\s*-[\\d:.,]+\\s*-->|-->\\s*-\\d|^Dialogue:[^,]*,\\s*-");
  private static final Pattern CUE = Pattern.compile("(?m)-->|^Dialogue:");
  private static final Pattern BACKWARDS =
      Pattern.compile("(?m)^\\s*(\\d+:[\\d:.,]+)\\s*-->\\s*(\\d+:[\\d:.,]+)");

  private SubtitleChecks() {}

  static List<String> of(TextDecoding.Decoded source, List<Cue> cues) {
    List<String> problems = new ArrayList<>();
    String text = source.text();
    if (text.isBlank()) {
      return List.of("it is empty");
    }
    if (!source.certain()) {
      problems.add(
          "it is not UTF-8 and was read as " + source.charset().name().toLowerCase(Locale.ROOT));
    }
    long stated = CUE.matcher(text).results().count();
    if (stated == 0) {
      problems.add("it holds no subtitles that can be read");
    } else if (cues.size() < stated) {
      problems.add(
          "%d of %d lines are empty or cannot be read".formatted(stated - cues.size(), stated));
    }
    count(problems, NEGATIVE.matcher(text).results().count(), "negative times");
    count(
        problems,
        BACKWARDS
            .matcher(text)
            .results()
            .filter(times -> ticks(times.group(1)) > ticks(times.group(2)))
            .count(),
        "an end before their start");
    long overlaps = 0;
    for (int i = 1; i < cues.size(); i++) {
      boolean same = cues.get(i).start() == cues.get(i - 1).start(); // two speakers, or two styles
      overlaps += !same && cues.get(i).start() < cues.get(i - 1).end() - TOUCH ? 1 : 0;
    }
    count(problems, overlaps, "times that overlap with the line before");
    return problems;
  }

  private static void count(List<String> problems, long count, String what) {
    if (count > 0) {
      problems.add("%d %s with %s".formatted(count, count == 1 ? "line" : "lines", what));
    }
  }

  /** A time as a number that grows with it, whether hours are written or not. */
  private static double ticks(String time) {
    double seconds = 0;
    for (String part : time.replace(',', '.').split(":", -1)) {
      String digits = part.replaceAll("[^\\d.]|\\.(?=.*\\.)|\\.$", "");
      seconds = 60 * seconds + (digits.isEmpty() ? 0 : Double.parseDouble(digits));
    }
    return seconds;
  }
}
