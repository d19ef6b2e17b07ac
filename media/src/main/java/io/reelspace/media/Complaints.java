package io.reelspace.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The errors that a program writes to standard error: the first few of each part of the program as
 * text, all as a count.
 *
 * <p>A damaged file can make a decoder write without end, so lines are cut and only some are kept.
 */
final class Complaints {
  private static final int LINES = 20;
  private static final int LINE_LENGTH = 300;

  /** For example {@code [h264 @ 0x55d0c8] [error] A non-intra slice in an IDR NAL unit.} */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:\\[([^\\]@]*?)(?: @ 0x\\p{XDigit}+)?\\] )*?\\[(?:error|fatal|panic)\\] ");

  /** A line and the part of the program that wrote it, for example {@code h264}; may be empty. */
  private record Line(String source, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();

  /** Reads to the end of the stream. */
  void listen(InputStream stream) {
    try (InputStream in = new BufferedInputStream(stream)) {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n' || b == '\r') {
          add(line.toString());
          line.setLength(0);
        } else if (line.length() < LINE_LENGTH) {
          line.append((char) b);
        }
      }
      add(line.toString());
    } catch (IOException e) {
      add("its messages could not be read: " + e.getMessage());
    }
  }

  private synchronized void add(String raw) {
    String line = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (line.isBlank() || line.strip().startsWith("Last message repeated")) {
      return;
    }
    Line read = withoutPrefix(line);
    if (counts.merge(read.source(), 1L, Long::sum) <= LINES) {
      lines.add(read);
    }
  }

  private static Line withoutPrefix(String line) {
    Matcher prefix = PREFIX.matcher(line);
    if (!prefix.find()) {
      return new Line("", line.strip());
    }
    String source = prefix.group(1) == null ? "" : prefix.group(1);
    return new Line(source, line.substring(prefix.end()).strip());
  }

  /** How many lines there were. */
  long count() {
    return countExcept(Set.of());
  }

  /** How many lines other parts of the program wrote than these. */
  synchronized long countExcept(Set<String> sources) {
    return counts.entrySet().stream()
        .filter(each -> !sources.contains(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The first lines, without the program's own prefixes. */
  List<String> lines() {
    return linesExcept(Set.of());
  }

  /** The first lines of other parts of the program than these. */
  synchronized List<String> linesExcept(Set<String> sources) {
    return lines.stream()
        .filter(line -> !sources.contains(line.source()))
        .limit(LINES)
        .map(Line::text)
        .toList();
  }
}
