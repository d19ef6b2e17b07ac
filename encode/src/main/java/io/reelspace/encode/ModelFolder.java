package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model as it lies on a hub or was exported: graphs, and what is said of them in files beside or
 * above them.
 *
 * @param root the whole folder
 * @param place within it at which the model lies; files are looked for there first, then in the
 *     folders above, up to the root
 * @param only graph that counts, where one file was named
 */
record ModelFolder(Path root, Path place, Optional<Path> only) {
  private static final int DEPTH = 3;

  /**
   * A folder, or a single graph in one.
   *
   * @param within path of the model within the folder; empty for the folder itself
   */
  static ModelFolder of(Path source, Optional<String> within) {
    Path path = source.toAbsolutePath().normalize();
    if (Files.isRegularFile(path)) {
      return new ModelFolder(path.getParent(), path.getParent(), Optional.of(path));
    }
    if (!Files.isDirectory(path)) {
      throw new BadInputException(
          "No model at " + source + ": it is neither a folder nor a file. Name one that is there.");
    }
    Path place = within.map(path::resolve).orElse(path).normalize();
    if (!place.startsWith(path) || !Files.isDirectory(place)) {
      throw new BadInputException(
          "No folder '" + within.orElse("") + "' in " + source + ". Name one that is in it.");
    }
    return new ModelFolder(path, place, Optional.empty());
  }

  /** The nearest file of one of these names, tried in order at each place. */
  Optional<Path> find(String... names) {
    for (Path at = place; at.startsWith(root); at = at.getParent()) {
      for (String name : names) {
        Path file = at.resolve(name);
        if (Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** The nearest file of this name as JSON. */
  Optional<JsonNode> json(String... names) {
    return find(names).map(ConfigurationFile::read);
  }

  /**
   * The graph of one of these names in the wanted precision.
   *
   * @param names without precision and ending; also those of a folder that holds a {@code model}
   */
  Optional<Path> graph(ModelPrecision precision, List<String> names) {
    List<String> paths =
        graphs().stream()
            .map(file -> place.relativize(file).toString().replace('\\', '/'))
            .toList();
    return ModelFiles.graph(paths, precision, names, place.toString()).map(place::resolve);
  }

  /** All graphs, those in the folder itself first. */
  List<Path> graphs() {
    if (only.isPresent()) {
      return List.of(only.get());
    }
    try (Stream<Path> files = Files.walk(place, DEPTH)) {
      List<Path> graphs =
          new ArrayList<>(files.filter(file -> name(file).endsWith(".onnx")).sorted().toList());
      graphs.sort(java.util.Comparator.comparingInt(Path::getNameCount));
      return graphs;
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + place + ": " + e.getMessage(), e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
