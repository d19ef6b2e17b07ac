package io.reelspace.train.checkpoint;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of a run, {@code step-00000042.safetensors}; the last two are kept. */
public final class CheckpointFolder {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final int KEPT = 2;
  private static final String SUFFIX = ".safetensors";

  private final Path folder;

  /** Checkpoints in a folder, which need not exist yet. */
  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the checkpoint of a step and deletes all but the last two.
   *
   * @throws StorageException when it cannot be written; earlier ones are intact then
   */
  public void save(long step, Tensors state) {
    SafeTensors.write(folder.resolve("step-%08d%s".formatted(step, SUFFIX)), state);
    List<Path> all = newestFirst();
    for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
      try {
        Files.deleteIfExists(old);
      } catch (IOException e) {
        LOG.warn("Cannot delete the old checkpoint {}: {}", old, e.getMessage());
      }
    }
  }

  /**
   * The newest checkpoint that can be read; a damaged one is passed over with a warning.
   *
   * @return empty when there is none at all
   * @throws StorageException when there are checkpoints and none can be read
   */
  public Optional<Tensors> latest() {
    StorageException last = null;
    for (Path file : newestFirst()) {
      try {
        return Optional.of(SafeTensors.read(file));
      } catch (StorageException e) {
        LOG.warn("{} Going on from the checkpoint before it.", e.getMessage());
        last = e;
      }
    }
    if (last != null) {
      throw new StorageException(
          "No checkpoint in "
              + folder
              + " can be read ("
              + last.getMessage()
              + ") Delete the folder to start the run from its beginning.",
          last);
    }
    return Optional.empty();
  }

  /** The newest checkpoint's file, if there is any. */
  public Optional<Path> newest() {
    return newestFirst().stream().findFirst();
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed())
          .toList();
    } catch (IOException e) {
      throw new StorageException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }
}
