package io.reelspace.server;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Files that are costly to make, below a folder, up to a number of bytes: what was not asked for
 * for the longest time is deleted first. A file is made once, however many ask for it at the same
 * time, and appears whole. Other processes may use the same folder: each takes what another made,
 * and counts what it has seen.
 */
final class DiskCache {

  private static final String PART = ".part";

  /** What nobody wrote to for so long, nobody will finish. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long mostBytes;
  private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true); // oldest use first
  private final Map<String, ReentrantLock> making = new ConcurrentHashMap<>();
  private long bytes;

  /** Makes the content of a file. */
  @FunctionalInterface
  interface Maker {
    byte[] make();
  }

  /**
   * Opens a cache, with what a former process left in it.
   *
   * @throws StorageException when the folder cannot be made or read
   */
  DiskCache(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    try {
      Files.createDirectories(folder);
      for (Path file : filesByUse()) {
        if (file.getFileName().toString().endsWith(PART)) {
          deleteAbandoned(file);
        } else {
          add(file.getFileName().toString(), Files.size(file));
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private List<Path> filesByUse() throws IOException {
    record Used(Path file, FileTime time) {}
    List<Used> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files =
          listed
              .filter(Files::isRegularFile)
              .map(file -> new Used(file, FileTime.from(lastUse(file))))
              .sorted(Comparator.comparing(Used::time))
              .toList();
    }
    return files.stream().map(Used::file).toList();
  }

  private static void deleteAbandoned(Path part) throws IOException {
    if (lastUse(part).plus(ABANDONED).isBefore(Instant.now())) {
      Files.deleteIfExists(part);
    }
  }

  private static Instant lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /** The content under a key, made now where it is not there. */
  byte[] get(String key, Maker maker) {
    String name = name(key);
    Optional<byte[]> found = read(name);
    if (found.isPresent()) {
      return found.get();
    }
    ReentrantLock lock = making.computeIfAbsent(name, _ -> new ReentrantLock());
    lock.lock();
    try {
      Optional<byte[]> meanwhile = read(name);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      byte[] content = maker.make();
      Path part = part();
      Files.write(part, content);
      keep(part, name);
      return content;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      making.remove(name, lock);
      lock.unlock();
    }
  }

  /** The file under a key, where it is there. It may be deleted once it is open. */
  Optional<Path> find(String key) {
    Path file = folder.resolve(name(key));
    try {
      if (!isThere(file)) {
        return Optional.empty();
      }
      touch(file);
      return Optional.of(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether a file is there, whoever made it; counted from now on, as one that was used. */
  private synchronized boolean isThere(Path file) throws IOException {
    String name = file.getFileName().toString();
    boolean there = Files.exists(file);
    if (there && sizes.get(name) == null) {
      add(name, Files.size(file));
    }
    return there;
  }

  /** Whether there is something under a key, which this does not count as a use of it. */
  boolean has(String key) {
    String name = name(key);
    synchronized (this) {
      if (sizes.containsKey(name)) {
        return true;
      }
    }
    return Files.exists(folder.resolve(name));
  }

  /** Whether as much again would fit. */
  synchronized boolean isHalfEmpty() {
    return bytes < mostBytes / 2;
  }

  /** A new file to write to, and to give to {@link #keep} then; or to delete. */
  Path part() throws IOException {
    return Files.createTempFile(folder, "making", PART);
  }

  /** Keeps a written file under a key. */
  void keepAs(String key, Path part) {
    try {
      keep(part, name(key));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Bytes of all files. */
  synchronized long bytes() {
    return bytes;
  }

  private void keep(Path part, String name) throws IOException {
    long size = Files.size(part);
    Files.move(
        part,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    add(name, size);
  }

  private synchronized void add(String name, long size) throws IOException {
    Long before = sizes.put(name, size);
    bytes += size - (before == null ? 0 : before);
    Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      Map.Entry<String, Long> entry = oldest.next();
      if (entry.getKey().equals(name)) {
        continue; // what was just made is about to be read
      }
      Files.deleteIfExists(folder.resolve(entry.getKey()));
      bytes -= entry.getValue();
      oldest.remove();
    }
  }

  private Optional<byte[]> read(String name) {
    Path file = folder.resolve(name);
    try {
      if (!isThere(file)) {
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(file);
      touch(file);
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // deleted to make room, or by somebody else
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Only the order in which files are deleted depends on it.
    }
  }

  private StorageException failed(IOException e) {
    return new StorageException(
        "the cache " + folder + " cannot be used (" + e + "); make room, or make it writable", e);
  }

  private static String name(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
