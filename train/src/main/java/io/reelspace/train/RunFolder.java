package io.reelspace.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.train.checkpoint.CheckpointFolder;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.PairedFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a run: {@code recipe.yaml}, {@code metrics.jsonl}, {@code checkpoints/}, {@code
 * best.safetensors} and {@code towers/}.
 */
public final class RunFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder for a recipe, which is kept in it word for word.
   *
   * @throws BadInputException when the folder belongs to a run of another recipe
   * @throws StorageException when it cannot be written
   */
  public static RunFolder open(Path folder, String recipe) {
    Path kept = folder.resolve("recipe.yaml");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(kept)) {
        Files.writeString(kept, recipe);
      } else if (!Files.readString(kept).equals(recipe)) {
        throw new BadInputException(
            folder
                + " holds a run of another recipe (see "
                + kept
                + "). Use another output folder, or delete this one.");
      }
    } catch (IOException e) {
      throw new StorageException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
    return new RunFolder(folder);
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  /** The weights that are exported. */
  public Path best() {
    return folder.resolve("best.safetensors");
  }

  /** The exported network of a side. */
  public Path network(String side) {
    return folder.resolve("towers").resolve(side + ".onnx");
  }

  /** The exported network of a modality as the tower of a space. */
  public Path tower(String modality) {
    return folder.resolve("towers").resolve("space").resolve(modality + ".onnx");
  }

  /**
   * Lists files that the data set names and the disk does not hold, one a line with its split.
   *
   * @return the list, which is there only where a file is missing
   * @throws StorageException when it cannot be written
   */
  public Path missing(List<Dataset.Missing> files) {
    Path list = folder.resolve("missing.txt");
    try {
      Files.deleteIfExists(list);
      if (!files.isEmpty()) {
        Files.write(list, files.stream().map(each -> each.split() + "\t" + each.file()).toList());
      }
    } catch (IOException e) {
      throw new StorageException("Cannot write " + list + ": " + e.getMessage(), e);
    }
    return list;
  }

  CheckpointFolder checkpoints() {
    return new CheckpointFolder(folder.resolve("checkpoints"));
  }

  MetricsLog metrics() {
    return new MetricsLog(folder.resolve("metrics.jsonl"));
  }

  /** Keeps the batch on which a loss was not a number, and says what happened. */
  BadInputException failure(
      long step, int epoch, float loss, double norm, PairBatch batch, PairedFeatures data) {
    Path file = folder.resolve("failure-step-" + step + ".json");
    Map<String, Object> story = new LinkedHashMap<>();
    story.put("step", step);
    story.put("epoch", epoch);
    story.put("loss", Float.toString(loss));
    story.put("gradientNorm", Double.toString(norm));
    story.put("videos", Arrays.stream(batch.videos()).mapToObj(data.videoIds()::get).toList());
    story.put("captions", batch.captions());
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), story);
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    String checkpoint =
        checkpoints().newest().map(p -> "The last checkpoint, " + p + ", is intact.").orElse("");
    return new BadInputException(
        "At step %d (epoch %d) the loss is %s and its gradient's norm %s. The batch's examples are "
                .formatted(step, epoch, loss, norm)
            + "listed in "
            + file
            + ". "
            + checkpoint
            + " Look for features that are not finite, or lower schedule.learning-rate.");
  }
}
