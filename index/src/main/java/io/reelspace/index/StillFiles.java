package io.reelspace.index;

import io.reelspace.media.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells files that are complete from those that are still being written: size and times were the
 * same for a while, and no process that can be seen has the file open for writing.
 *
 * <p>A file counts as still at first sight when its content and its entry last changed long enough
 * ago; else it is looked at again, on a clock that nobody sets.
 */
final class StillFiles implements Admission {

  private record State(long bytes, Instant modified, Instant changed) {}

  private record Seen(State state, long nanos) {}

  private final Duration settle;
  private final Map<Path, Seen> moving = new HashMap<>();
  private final Map<Path, MediaFile> failed = new HashMap<>();
  private Set<Path> written = Set.of();
  private boolean writtenKnown;

  /**
   * @param settle how long a file must not have changed
   */
  StillFiles(Duration settle) {
    this.settle = settle;
  }

  /** Forgets which files are open, which changes from one look to the next. */
  void startLook() {
    writtenKnown = false;
  }

  /** A file that failed is not tried again until it changes. */
  void fail(Path file) {
    try {
      failed.put(file, MediaFile.at(file));
    } catch (IOException e) {
      failed.remove(file);
    }
  }

  @Override
  public boolean wantsWhole() {
    return true;
  }

  @Override
  public boolean admits(MediaFile file, SidecarScan.Found sidecars) {
    if (file.equals(failed.get(file.path()))) {
      return false;
    }
    List<Path> parts = new ArrayList<>();
    parts.add(file.path());
    sidecars.sidecars().stream().map(Sidecar::file).forEach(parts::add);
    boolean still = true;
    for (Path part : parts) {
      still &= isStill(part); // all are looked at, so that each one's time begins to count
    }
    return still;
  }

  /** Whether some file waits, and nanoseconds until the first of them may be still. */
  OptionalLong nanosToNext() {
    moving.keySet().removeIf(Files::notExists);
    long now = System.nanoTime();
    return moving.values().stream()
        .mapToLong(seen -> Math.max(0, seen.nanos() + settle.toNanos() - now))
        .min();
  }

  /** The folders of files that wait. */
  Set<Path> waitingFolders() {
    Set<Path> folders = new HashSet<>();
    moving.keySet().forEach(file -> folders.add(file.getParent()));
    return folders;
  }

  @Override
  public boolean isWaiting(long bytes) {
    return moving.values().stream().anyMatch(seen -> seen.state().bytes() == bytes);
  }

  private boolean isStill(Path file) {
    State state;
    try {
      FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
      MediaFile now = MediaFile.at(file);
      state = new State(now.bytes(), now.modified(), changed.toInstant());
    } catch (IOException e) {
      moving.remove(file);
      return true; // gone: whoever reads it will say so
    }
    Seen seen = moving.get(file);
    boolean same = seen != null && seen.state().equals(state);
    boolean longEnough = same && System.nanoTime() - seen.nanos() >= settle.toNanos();
    if ((longEnough || isOld(state)) && !isOpenForWriting(file)) {
      moving.remove(file);
      return true;
    }
    if (!same || longEnough) { // one that is open waits another time
      moving.put(file, new Seen(state, System.nanoTime()));
    }
    return false;
  }

  private boolean isOld(State state) {
    Instant limit = Instant.now().minus(settle);
    return state.modified().isBefore(limit) && state.changed().isBefore(limit);
  }

  private boolean isOpenForWriting(Path file) {
    if (!writtenKnown) {
      written = OpenFiles.forWriting();
      writtenKnown = true;
    }
    if (written.isEmpty()) {
      return false;
    }
    try {
      return written.contains(file.toRealPath());
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }
}
