package io.reelspace.milvus;

import io.reelspace.error.RemoteException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of a Milvus server.
 *
 * @param text as the server says it
 */
record ServerVersion(int major, int minor, int patch, String text) {

  /** The first with arrays, deletion by expressions and counts that know of deletions. */
  private static final ServerVersion OLDEST = new ServerVersion(2, 3, 5, "2.3.5");

  /** The first with one kind of index for all scalar fields. */
  private static final ServerVersion INVERTED = new ServerVersion(2, 5, 0, "2.5.0");

  private static final Pattern NUMBERS = Pattern.compile("\\D*(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  /** A text without a version, as managed servers may give, is taken for a new one. */
  static ServerVersion of(String text) {
    Matcher parts = NUMBERS.matcher(text);
    if (!parts.matches()) {
      return new ServerVersion(Integer.MAX_VALUE, 0, 0, text);
    }
    int patch = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return new ServerVersion(
        Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), patch, text);
  }

  private boolean isAtLeast(ServerVersion other) {
    if (major != other.major) {
      return major > other.major;
    }
    return minor != other.minor ? minor > other.minor : patch >= other.patch;
  }

  /** Whether scalar fields take an inverted index. */
  boolean hasInvertedIndexes() {
    return isAtLeast(INVERTED);
  }

  void requireSupported(Address address) {
    if (!isAtLeast(OLDEST)) {
      throw new RemoteException(
          "%s: the server is Milvus %s, and %s or newer is needed; update the server"
              .formatted(address, text, OLDEST.text));
    }
  }
}
