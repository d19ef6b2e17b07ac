package io.reelspace.index;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.reelspace.media.Sidecar;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the system tells of changes in folders. Each folder is watched by itself, as inotify does
 * it; a folder that cannot be watched, because a limit is reached, makes the whole incomplete.
 */
final class FolderEvents implements AutoCloseable {

  /** Changes come in crowds; what comes so soon after another belongs to it. */
  private static final long CROWD_MILLIS = 100;

  /** A crowd that does not end, as while a file is copied, is looked at after this. */
  private static final long LONGEST_CROWD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Optional<WatchService> service;
  private final int most;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private Optional<String> problem = Optional.empty();

  /**
   * What changed.
   *
   * @param folders in which media, words or folders came, went or changed
   * @param gone paths that are no longer there under their name
   * @param lost whether the system dropped some of what happened
   */
  record Changes(Set<Path> folders, Set<Path> gone, boolean lost) {

    boolean isNothing() {
      return folders.isEmpty() && gone.isEmpty() && !lost;
    }
  }

  /**
   * @param most folders that are watched at most, besides the limits of the system
   */
  FolderEvents(int most) {
    this.most = most;
    Optional<WatchService> opened = Optional.empty();
    try {
      opened = Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    this.service = opened;
  }

  /** Why some changes will not be told of; empty where all will be. */
  Optional<String> problem() {
    return problem;
  }

  boolean isWatched(Path folder) {
    return Optional.ofNullable(keys.get(folder)).filter(WatchKey::isValid).isPresent();
  }

  /** Watches a folder from here on; does nothing where that is done already. */
  void add(Path folder) {
    if (service.isEmpty() || isWatched(folder)) {
      return;
    }
    if (keys.size() >= most) {
      problem = Optional.of("more than " + most + " folders");
      return;
    }
    try {
      WatchKey key = register(folder);
      if (!key.watchable().equals(folder)) {
        key.cancel(); // it was moved, and would go on to be told of under its old name
        key = register(folder);
      }
      keys.put(folder, key);
    } catch (NoSuchFileException | NotDirectoryException e) {
      keys.remove(folder); // it went meanwhile
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private WatchKey register(Path folder) throws IOException {
    return folder.register(service.orElseThrow(), ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
  }

  /** Waits for changes, at most so long. */
  Changes await(long nanos) throws InterruptedException {
    Changes changes = new Changes(new HashSet<>(), new HashSet<>(), false);
    if (service.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return changes;
    }
    try {
      WatchKey key = service.get().poll(nanos, TimeUnit.NANOSECONDS);
      long begin = System.nanoTime();
      while (key != null && System.nanoTime() - begin < LONGEST_CROWD_NANOS) {
        changes = add(key, changes);
        key = service.get().poll(CROWD_MILLIS, TimeUnit.MILLISECONDS);
      }
      return key == null ? changes : add(key, changes);
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("closed");
    }
  }

  private Changes add(WatchKey key, Changes changes) {
    Path folder = (Path) key.watchable();
    boolean lost = changes.lost();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (OVERFLOW.equals(event.kind())) {
        lost = true;
        continue;
      }
      Path path = folder.resolve((Path) event.context());
      if (MediaNames.isHidden(path)) {
        continue;
      }
      boolean gone = ENTRY_DELETE.equals(event.kind());
      if (gone) {
        changes.gone().add(path);
        forget(path);
      }
      if (gone || MediaNames.isMedia(path) || Sidecar.mayBe(path) || Files.isDirectory(path)) {
        changes.folders().add(folder);
      }
    }
    if (!key.reset()) {
      keys.remove(folder, key);
    }
    return new Changes(changes.folders(), changes.gone(), lost);
  }

  /** Ends to watch what was below a path: under another name it is to be told of by that. */
  private void forget(Path path) {
    keys.entrySet()
        .removeIf(entry -> {
          boolean below = entry.getKey().startsWith(path);
          if (below) {
            entry.getValue().cancel();
          }
          return below;
        });
  }

  @Override
  public void close() {
    try {
      if (service.isPresent()) {
        service.get().close();
      }
    } catch (IOException e) {
      // nothing more is wanted of it
    }
  }
}
