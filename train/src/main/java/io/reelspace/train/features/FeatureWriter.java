package io.reelspace.train.features;

import io.reelspace.error.StorageException;
import io.reelspace.train.features.FeatureFormat.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Appends features to a folder, so that a run which was stopped at any moment goes on where it was.
 *
 * <p>Rows are collected and written as one Arrow IPC file of some {@value #PART_BYTES} bytes under
 * a temporary name, which is then renamed: a file with its final name is whole. Only one writer may
 * be open on a folder. Not safe for use by several threads.
 */
public final class FeatureWriter implements AutoCloseable {

  private static final long PART_BYTES = 16L << 20;
  private static final float MAX_FLOAT16 = 65504;
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final FeatureFormat format;
  private final FileChannel lock;
  private final Map<FeatureKey, String> checksums = new HashMap<>();
  private final List<FeatureRow> waiting = new ArrayList<>();
  private long waitingBytes;
  private int nextPart;

  private FeatureWriter(Path folder, FeatureFormat format, FileChannel lock) {
    this.folder = folder;
    this.format = format;
    this.lock = lock;
  }

  /**
   * Opens a folder for appending, and makes it if need be.
   *
   * @throws io.reelspace.error.SpaceMismatchException when it holds features of another encoder
   * @throws StorageException when it cannot be written to, another writer is open, or a file is
   *     truncated
   */
  public static FeatureWriter open(Path folder, FeatureFormat format) {
    FileChannel lock = lock(folder);
    FeatureWriter writer = new FeatureWriter(folder, format, lock);
    try {
      writer.resume();
      return writer;
    } catch (RuntimeException e) {
      writer.unlock();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // the other writer is in this process: the same answer
      }
      channel.close();
      throw new StorageException(
          "Something else is writing features to " + folder + ": wait for it to end.");
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private void resume() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(TEMPORARY)).toList()) {
        Files.delete(file); // what a stopped run left half written
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
    List<Path> parts = FeatureStore.partFiles(folder);
    if (parts.isEmpty()) {
      return;
    }
    String last = parts.getLast().getFileName().toString();
    nextPart = Integer.parseInt(last.replaceAll("\\D", "")) + 1;
    try (FeatureStore written = FeatureStore.open(folder, parts, Optional.of(format))) {
      for (FeatureSequence sequence : written.sequences()) {
        checksums.put(new FeatureKey(sequence.id(), sequence.view()), sequence.checksum());
      }
    }
  }

  /** Whether the features of that source are there already; false when its content changed. */
  public boolean holds(String id, int view, String checksum) {
    return checksum.equals(checksums.get(new FeatureKey(id, view)));
  }

  /**
   * Appends a row; an earlier one of the same source and view counts no more.
   *
   * @throws IllegalArgumentException when it has other channels than the folder's format, or a
   *     value that is not finite
   * @throws StorageException when the disk is full or fails
   */
  public void add(FeatureRow row) {
    for (float[] step : row.features()) {
      requireSound(row, step);
    }
    waiting.add(row);
    waitingBytes += (long) row.features().length * format.channels() * format.precision().bytes();
    checksums.put(new FeatureKey(row.id(), row.view()), row.checksum());
    if (waitingBytes >= PART_BYTES) {
      flush();
    }
  }

  private void requireSound(FeatureRow row, float[] step) {
    if (step.length != format.channels()) {
      throw new IllegalArgumentException(
          "%s has %d channels, the store %d".formatted(row.id(), step.length, format.channels()));
    }
    for (float value : step) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("the features of " + row.id() + " hold " + value);
      }
      if (Math.abs(value) > MAX_FLOAT16 && format.precision() == Precision.FLOAT16) {
        throw new IllegalArgumentException(
            "the features of %s hold %s, beyond half precision: keep them as float32"
                .formatted(row.id(), value));
      }
    }
  }

  /** Writes what waits; after it returned, these rows survive a crash. */
  public void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    Path part = folder.resolve("part-%06d.arrow".formatted(nextPart));
    Path temporary = folder.resolve(part.getFileName() + TEMPORARY);
    try {
      FeaturePartFile.write(temporary, format, waiting);
      Files.move(temporary, part, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw cannotWrite(part, e);
    }
    nextPart++;
    waiting.clear();
    waitingBytes = 0;
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next run deletes it
    }
  }

  /** Writes what waits and lets others write. */
  @Override
  public void close() {
    try {
      flush();
    } finally {
      unlock();
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static StorageException cannotWrite(Path file, IOException e) {
    return new StorageException(
        "Cannot write features to %s: %s. Is there room on the disk?"
            .formatted(file, e.getMessage()),
        e);
  }
}
