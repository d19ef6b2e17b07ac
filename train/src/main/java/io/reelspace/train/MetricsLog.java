package io.reelspace.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The metrics of a run as JSON lines, one object for each step or validation. */
final class MetricsLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  MetricsLog(Path file) {
    this.file = file;
  }

  /** Adds a line. */
  void add(Map<String, ?> row) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(row) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write metrics to " + file + ": " + e.getMessage() + ". Is the disk full?", e);
    }
  }

  /** Drops what was written after a step, and a last line that was cut off. */
  void keepUpTo(long step) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      List<String> kept = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (isUpTo(line, step)) {
          kept.add(line);
        }
      }
      Path partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.write(partial, kept);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StorageException("Cannot rewrite " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean isUpTo(String line, long step) {
    try {
      JsonNode row = JSON.readTree(line);
      return row.path("step").asLong(Long.MAX_VALUE) <= step;
    } catch (IOException e) {
      return false; // the line that a kill cut off
    }
  }
}
