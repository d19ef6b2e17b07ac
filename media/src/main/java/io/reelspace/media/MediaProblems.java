package io.reelspace.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one sentence what is wrong with a media file, from what a decoder complained about. */
final class MediaProblems {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Complaints, the most telling first, and what they mean to the owner of the file. */
  private static final List<Map.Entry<Pattern, String>> MEANINGS =
      List.of(
          meaning("cannot open .*: (.*)", "it cannot be opened ($1)"),
          meaning(
              "Format not on whitelist|not in allowed|is not allowed",
              "files of this kind are not read (playlists, scripts and rare formats are refused);"
                  + " convert it to mp4 or webm"),
          meaning(
              "[Pp]icture size (\\d+x\\d+) (?:is invalid|exceeds)|"
                  + "dimensions (\\d+x\\d+) (?:are )?(?:not supported|too large)",
              "its pictures of $1$2 pixels exceed the limit; scale it down"),
          meaning(
              "moov atom not found",
              "its index (the moov box) is missing: the file was cut off or is still being written;"
                  + " copy it again"),
          meaning(
              "Cannot allocate memory|bad_alloc|[Oo]ut of memory|get_buffer\\(\\) failed"
                  + "|Resource temporarily unavailable",
              "decoding it takes more memory than the limit; scale it down"),
          meaning(
              "EBML header parsing failed|partial file|[Tt]runcat|ended prematurely|End of file",
              "it is damaged or was cut off; copy it again"),
          meaning(
              "image data not found",
              "it is a moving WebP image, which is not read; convert it to gif or mp4"),
          meaning(
              "Decoder .* not found|no decoder found|[Uu]nsupported codec|Decoding requested",
              "its codec is not supported; convert it to h264 or vp9"),
          meaning(
              "Invalid data found when processing input|could not find codec parameters",
              "it is not a media file, or damaged from its beginning on; see whether a player opens"
                  + " it, and convert it to mp4 or webm, or leave it out"));

  private MediaProblems() {}

  private static Map.Entry<Pattern, String> meaning(String pattern, String sentence) {
    return Map.entry(Pattern.compile(pattern), sentence);
  }

  /** A message that names the file. */
  static String sentence(Path file, String reason) {
    return "cannot read " + shown(file) + ": " + reason;
  }

  /** A path on one line: line breaks and other control characters as question marks. */
  static String shown(Path file) {
    return shown(file.toString());
  }

  /** Text on one line. */
  static String shown(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** What the complaints mean; the last of them as it is where none is known. */
  static String reason(List<String> complaints) {
    for (Map.Entry<Pattern, String> meaning : MEANINGS) {
      for (String line : complaints) {
        Matcher found = meaning.getKey().matcher(line);
        if (found.find()) {
          return replaced(found, meaning.getValue());
        }
      }
    }
    return complaints.isEmpty()
        ? "it holds no picture that can be decoded"
        : "it cannot be decoded (" + shown(complaints.getLast()) + ")";
  }

  private static String replaced(Matcher found, String sentence) {
    String result = sentence;
    for (int i = 1; i <= found.groupCount(); i++) {
      String group = found.group(i);
      result = result.replace("$" + i, group == null ? "" : shown(group));
    }
    return result;
  }
}
