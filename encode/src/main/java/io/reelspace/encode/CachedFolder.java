package io.reelspace.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is made once and then only read: it appears whole or not at all, whether several
 * processes make it at the same time or one is killed while it does.
 */
public final class CachedFolder {
  private static final String PART = ".part-";

  /** Parts of this age belong to a process that was killed. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private CachedFolder() {}

  /** Writes the files of a folder. */
  @FunctionalInterface
  public interface Filler {
    /** Writes into an empty folder. */
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes a folder unless it exists.
   *
   * @param folder where it is to be; its parents are created
   * @throws IOException when it could not be written; nothing is left of it then
   */
  public static void make(Path folder, Filler filler) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    removeAbandoned(parent);
    Path part = Files.createTempDirectory(parent, folder.getFileName() + PART);
    try {
      filler.fill(part);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) { // else another process was first
        throw e;
      }
    } finally {
      delete(part);
    }
  }

  private static void removeAbandoned(Path parent) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    List<Path> parts;
    try (Stream<Path> files = Files.list(parent)) {
      parts = files.filter(f -> f.getFileName().toString().contains(PART)).toList();
    }
    for (Path part : parts) {
      try {
        if (Files.getLastModifiedTime(part).compareTo(limit) < 0) {
          delete(part);
        }
      } catch (NoSuchFileException e) {
        // finished or removed by another process meanwhile
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
