package io.reelspace.index;

import java.time.Duration;

/**
 * How {@link Watch} goes about it.
 *
 * @param settle how long a file must not have changed before it is indexed
 * @param rescan how often everything is looked through, for changes of which the system says
 *     nothing, as on network drives
 * @param rescanUnwatched the same where some folder cannot be watched at all
 * @param mostFolders folders that are watched at most, besides the limits of the system
 */
public record WatchOptions(
    Duration settle, Duration rescan, Duration rescanUnwatched, int mostFolders) {

  /** Five seconds; ten minutes, one minute where not all can be watched. */
  public static final WatchOptions DEFAULT =
      new WatchOptions(
          Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(1), Integer.MAX_VALUE);

  /** Refuses times that are not above zero. */
  public WatchOptions {
    if (!settle.isPositive() || !rescan.isPositive() || !rescanUnwatched.isPositive()) {
      throw new IllegalArgumentException(
          "times must be positive: %s, %s, %s".formatted(settle, rescan, rescanUnwatched));
    }
    if (mostFolders < 0) {
      throw new IllegalArgumentException("a negative number of folders: " + mostFolders);
    }
  }

  /** The same with another time of rest. */
  public WatchOptions withSettle(Duration other) {
    return new WatchOptions(other, rescan, rescanUnwatched, mostFolders);
  }
}
