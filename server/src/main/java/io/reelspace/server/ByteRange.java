package io.reelspace.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that is asked for (RFC 9110, section 14).
 *
 * @param first byte, from 0
 * @param last byte, inclusive
 */
record ByteRange(long first, long last) {

  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** A range that lies outside of the file. */
  static final class UnsatisfiableException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  long length() {
    return last - first + 1;
  }

  /** The value of {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }

  /**
   * Reads the header {@code Range}. What cannot be understood, and several ranges at once, count as
   * no range: all of the file is the right answer then.
   *
   * @param size bytes of the file
   * @throws UnsatisfiableException when it begins behind the end
   */
  static Optional<ByteRange> of(String header, long size) throws UnsatisfiableException {
    Matcher range = SINGLE.matcher(header.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    long first;
    long last = size - 1;
    if (range.group(1).isEmpty()) { // the last bytes
      long count = Long.parseLong(range.group(2));
      if (count == 0) {
        throw new UnsatisfiableException();
      }
      first = Math.max(0, size - count);
    } else {
      first = Long.parseLong(range.group(1));
      if (!range.group(2).isEmpty()) {
        last = Math.min(last, Long.parseLong(range.group(2)));
        if (Long.parseLong(range.group(2)) < first) {
          return Optional.empty();
        }
      }
    }
    if (first >= size) {
      throw new UnsatisfiableException();
    }
    return Optional.of(new ByteRange(first, last));
  }
}
