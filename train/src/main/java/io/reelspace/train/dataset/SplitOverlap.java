package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that a test split shares with the training split, by path or by content: a number measured
 * on them would not say how well the space meets what it has not seen.
 *
 * @param pairs training file and test file, which may be the same
 */
public record SplitOverlap(List<Pair> pairs) {

  /** A training file and a test file of the same content. */
  public record Pair(Path training, Path test) {}

  /** Keeps its own copy. */
  public SplitOverlap {
    pairs = List.copyOf(pairs);
  }

  /**
   * Compares two splits. Only files whose sizes meet are hashed, so it takes no longer than reading
   * those.
   */
  public static SplitOverlap between(Dataset training, Dataset test) {
    Map<Long, List<Path>> bySize = new HashMap<>();
    Set<Path> real = files(training);
    real.forEach(file -> bySize.computeIfAbsent(size(file), s -> new ArrayList<>()).add(file));
    Map<Path, String> hashes = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (Path file : files(test)) {
      if (real.contains(file)) {
        pairs.add(new Pair(file, file));
        continue;
      }
      for (Path candidate : bySize.getOrDefault(size(file), List.of())) {
        if (hashes
            .computeIfAbsent(candidate, FileHashes::sha256)
            .equals(hashes.computeIfAbsent(file, FileHashes::sha256))) {
          pairs.add(new Pair(candidate, file));
          break;
        }
      }
    }
    return new SplitOverlap(pairs);
  }

  /**
   * Refuses to go on with splits that overlap.
   *
   * @throws BadInputException that names the first few shared files
   */
  public static void requireNone(Dataset training, Dataset test) {
    List<Pair> pairs = between(training, test).pairs();
    if (!pairs.isEmpty()) {
      Set<String> first = new LinkedHashSet<>();
      for (Pair pair : pairs.subList(0, Math.min(3, pairs.size()))) {
        first.add(
            pair.training().equals(pair.test())
                ? pair.test().toString()
                : pair.test() + " (the same as " + pair.training() + ")");
      }
      throw new BadInputException(
          "%s and %s share %d files: %s. What is measured on them would be worthless; take them out of one."
              .formatted(training.name(), test.name(), pairs.size(), String.join(", ", first)));
    }
  }

  /** Real paths, each once. */
  private static Set<Path> files(Dataset dataset) {
    Set<Path> files = new LinkedHashSet<>();
    for (Example example : dataset.examples()) {
      Path file = example.medium().file();
      try {
        files.add(file.toRealPath());
      } catch (IOException e) {
        throw new StorageException("Cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    return files;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
