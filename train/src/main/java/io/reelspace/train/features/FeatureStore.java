package io.reelspace.train.features;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The features of one modality, mapped into memory for reading: opening costs next to nothing, and
 * what is read often stays in the system's page cache. Safe for use by several threads.
 */
public final class FeatureStore implements AutoCloseable {

  private final Arena arena;
  private final BufferAllocator allocator;
  private final List<FeaturePart> parts;
  private final FeatureFormat format;
  private final Map<FeatureKey, FeatureSequence> sequences;

  private FeatureStore(
      Arena arena, BufferAllocator allocator, List<FeaturePart> parts, FeatureFormat format) {
    this.arena = arena;
    this.allocator = allocator;
    this.parts = parts;
    this.format = format;
    this.sequences = new LinkedHashMap<>();
    for (FeaturePart part : parts) {
      for (FeatureBatch batch : part.batches()) {
        for (int row = 0; row < batch.rows(); row++) {
          // a source that changed was written again later
          sequences.put(batch.key(row), new FeatureSequence(batch, row, format.channels()));
        }
      }
    }
  }

  /**
   * Opens what a folder holds, whatever encoder made it.
   *
   * @throws BadInputException when the folder holds no features
   * @throws StorageException when a file is truncated or damaged; the message names it
   * @throws io.reelspace.error.SpaceMismatchException when files of several encoders lie there
   */
  public static FeatureStore open(Path folder) {
    return open(folder, partFiles(folder), Optional.empty());
  }

  /**
   * Opens the features of one encoder.
   *
   * @param expected what the features must be
   * @throws io.reelspace.error.SpaceMismatchException when they were made by another encoder or
   *     otherwise; else as the other
   */
  public static FeatureStore open(Path folder, FeatureFormat expected) {
    return open(folder, partFiles(folder), Optional.of(expected));
  }

  @SuppressWarnings("MustBeClosedChecker") // the arena lives as long as the store
  static FeatureStore open(Path folder, List<Path> files, Optional<FeatureFormat> expected) {
    if (files.isEmpty()) {
      throw new BadInputException("There are no features in " + folder + ": extract them first.");
    }
    Arena arena = Arena.ofShared();
    BufferAllocator allocator = new RootAllocator();
    List<FeaturePart> parts = new ArrayList<>();
    try {
      FeatureFormat format = null;
      for (Path file : files) {
        FeaturePart part = FeaturePart.open(file, arena, allocator);
        parts.add(part);
        format = format == null ? expected.orElse(part.format()) : format;
        format.requireSame(part.format(), file);
      }
      return new FeatureStore(arena, allocator, parts, format);
    } catch (RuntimeException e) {
      close(arena, allocator, parts);
      throw e;
    }
  }

  /** The files of a folder, in the order in which they were written. */
  static List<Path> partFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".arrow")).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new StorageException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** What the features are. */
  public FeatureFormat format() {
    return format;
  }

  /** Number of sequences. */
  public int size() {
    return sequences.size();
  }

  /** All sequences, in the order in which their sources first came. */
  public Collection<FeatureSequence> sequences() {
    return Collections.unmodifiableCollection(sequences.values());
  }

  /** The features of a source in a view. */
  public Optional<FeatureSequence> find(String id, int view) {
    return Optional.ofNullable(sequences.get(new FeatureKey(id, view)));
  }

  @Override
  public void close() {
    close(arena, allocator, parts);
  }

  private static void close(Arena arena, BufferAllocator allocator, List<FeaturePart> parts) {
    parts.forEach(FeaturePart::close);
    allocator.close();
    arena.close();
  }
}
