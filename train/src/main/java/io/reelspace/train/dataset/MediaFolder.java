package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The media files of a folder and its sub-folders, found by the ids that annotations use. */
final class MediaFolder {

  private static final List<String> VIDEOS =
      List.of("mp4", "webm", "mkv", "avi", "mov", "m4v", "gif", "flv", "3gp", "mpg", "mpeg", "wmv");
  private static final int DEPTH = 3;

  private final Path folder;
  private final Map<String, Path> byName = new HashMap<>();
  private final Map<String, Path> byStem = new HashMap<>();

  private MediaFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Lists a folder once.
   *
   * @throws BadInputException when there is no such folder
   */
  static MediaFolder list(Path folder) {
    MediaFolder listed = new MediaFolder(folder);
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      files.filter(Files::isRegularFile).sorted().forEach(listed::add);
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException("Cannot list the folder of media " + folder + ".", e);
    }
    return listed;
  }

  private void add(Path file) {
    String name = file.getFileName().toString();
    byName.putIfAbsent(name, file);
    int dot = name.lastIndexOf('.');
    if (dot > 0 && VIDEOS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
      byStem.putIfAbsent(name.substring(0, dot), file);
    }
  }

  /** The file of that name, or the video of that name with any extension. */
  Optional<Path> find(String nameOrId) {
    return Optional.ofNullable(byName.get(nameOrId))
        .or(() -> Optional.ofNullable(byStem.get(nameOrId)));
  }

  /** The same, where a name with another extension will do: {@code a.mov} for {@code a.avi}. */
  Optional<Path> findAnyExtension(String name) {
    int dot = name.lastIndexOf('.');
    return find(name).or(() -> dot > 0 ? find(name.substring(0, dot)) : Optional.empty());
  }

  Path folder() {
    return folder;
  }
}
