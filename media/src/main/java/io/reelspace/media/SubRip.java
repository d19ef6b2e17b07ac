package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SubRip as {@code ffmpeg} writes it: every kind of subtitles is brought to this form first.
 */
final class SubRip {

  private static final Pattern TIMES =
      Pattern.compile(
          "(\\d{1,6}):(\\d{2}):(\\d{2}),(\\d{3}) --> (\\d{1,6}):(\\d{2}):(\\d{2}),(\\d{3}).*");

  /** A drawing, as Advanced SubStation has it between the lines that are spoken. */
  private static final Pattern DRAWING =
      Pattern.compile("[mnlbspc]( -?\\d+(\\.\\d+)?| [mnlbspc])+");

  private static final int LONGEST_TEXT = 10_000;

  private SubRip() {}

  static List<Cue> read(String text, Optional<String> language) {
    List<Cue> cues = new ArrayList<>();
    Matcher times = TIMES.matcher("");
    double start = -1;
    double end = -1;
    StringBuilder words = new StringBuilder();
    for (String line : (text + "\n\n").lines().toList()) {
      if (times.reset(line).matches()) {
        add(cues, start, end, withoutNumber(words), language);
        start = seconds(times, 1);
        end = seconds(times, 5);
        words.setLength(0);
      } else if (words.length() < LONGEST_TEXT) {
        words.append(line).append('\n');
      }
    }
    add(cues, start, end, words.toString(), language);
    return cues;
  }

  /** The last line before the times of a cue is its number. */
  private static String withoutNumber(StringBuilder words) {
    String text = words.toString();
    return text.replaceFirst("\\d+\\n$", "");
  }

  private static void add(
      List<Cue> cues, double start, double end, String words, Optional<String> language) {
    String text = oneLine(words);
    if (start >= 0 && end >= start && !text.isEmpty() && !DRAWING.matcher(text).matches()) {
      cues.add(new Cue(start, end, text, language));
    }
  }

  /** Text on one line: breaks, control characters and runs of spaces become one space. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Z}]+", " ").strip();
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT);
  }

  private static double seconds(Matcher times, int group) {
    long millis =
        ((Long.parseLong(times.group(group)) * 60 + Long.parseLong(times.group(group + 1))) * 60
                    + Long.parseLong(times.group(group + 2)))
                * 1000
            + Long.parseLong(times.group(group + 3));
    return millis / 1000.0;
  }
}
