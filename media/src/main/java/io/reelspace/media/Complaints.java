package io.reelspace.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The errors that a program writes to standard error: the first few as text, all as a count.
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

  private final List<String> lines = new ArrayList<>();
  private long count;

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
    count++;
    if (lines.size() < LINES) {
      lines.add(withoutPrefix(line));
    }
  }

  private static String withoutPrefix(String line) {
    Matcher prefix = PREFIX.matcher(line);
    return (prefix.find() ? line.substring(prefix.end()) : line).strip();
  }

  /** How many lines there were. */
  synchronized long count() {
    return count;
  }

  /** The first lines, without the program's own prefixes. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
