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
    List<Path> all = graphs();
    for (String name : names) {
      List<Path> named = all.stream().filter(file -> plainName(file).equals(name)).toList();
      Optional<Path> found =
          named.stream().filter(file -> ModelPrecision.of(file) == precision).findFirst();
      if (found.isPresent()) {
        return found;
      }
      if (!named.isEmpty()) {
        throw new BadInputException(
            "No graph '"
                + name
                + "' in the precision "
                + precision.label()
                + " in "
                + place
                + "; there are "
                + named.stream().map(place::relativize).toList()
                + ". Choose another --precision.");
      }
    }
    return Optional.empty();
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

  /** A graph's name without precision and ending; {@code visual/model.onnx} is {@code visual}. */
  private String plainName(Path file) {
    String name = ModelPrecision.without(name(file).replaceFirst("\\.onnx$", ""));
    Path folder = file.getParent();
    boolean named = name.equals("model") && !folder.equals(place);
    return named && !name(folder).equals("onnx") ? name(folder) : name;
  }
}
