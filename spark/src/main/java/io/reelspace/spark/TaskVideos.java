package io.reelspace.spark;

import io.reelspace.index.IngestFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** The videos of a task on a disk of its machine, in a folder that is gone with the task. */
final class TaskVideos {

  /**
   * A video that is not there, or cannot be read or embedded.
   *
   * @param location as it was listed
   */
  record Failure(String location, String reason) {}

  private final Path folder;
  private final Configuration hadoop;
  private final Map<Path, LocalVideo> found = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();

  /** Finds all; copies none yet. */
  TaskVideos(Iterator<String> locations, Configuration hadoop) throws IOException {
    this.hadoop = hadoop;
    this.folder = Files.createTempDirectory("reelspace-task-");
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> delete(folder));
    for (int i = 0; locations.hasNext(); i++) {
      String location = locations.next();
      try {
        LocalVideo video = LocalVideo.of(location, folder.resolve("copy-" + i), hadoop);
        found.put(video.path(), video);
      } catch (IOException | IllegalArgumentException e) {
        failures.add(new Failure(location, reason(e)));
      }
    }
  }

  /** Of the task alone. */
  Path folder() {
    return folder;
  }

  /** Those that were found and did not fail since. */
  List<LocalVideo> found() {
    return List.copyOf(found.values());
  }

  /** Those of which there is only a reason why there is no video. */
  List<Failure> failures() {
    return failures;
  }

  /**
   * Brings those here that lie elsewhere, but for those that are not wanted.
   *
   * @return where all that are wanted lie on this machine
   */
  List<Path> fetch(Predicate<LocalVideo> wanted) {
    List<Path> paths = new ArrayList<>();
    for (LocalVideo video : found()) {
      try {
        if (wanted.test(video)) {
          video.fetch(hadoop);
          paths.add(video.path());
        }
      } catch (IOException e) {
        found.remove(video.path());
        failures.add(new Failure(video.location(), reason(e)));
      }
    }
    return paths;
  }

  /** Takes what an ingest could not embed from those that were found. */
  void failed(List<IngestFailure> ofIngest) {
    for (IngestFailure failure : ofIngest) {
      LocalVideo video = found.remove(failure.path());
      String location = video == null ? failure.path().toString() : video.location();
      failures.add(new Failure(location, failure.reason()));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Deletes all that was copied and written of a folder that is not of use any more. */
  static void delete(Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
