package io.reelspace.encode;

import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which files of a model are its graphs and which are needed beside them, by their names alone. */
public final class ModelFiles {
  /** Files that say something of a graph. */
  private static final Set<String> CONFIGURATION =
      Set.of(
          "config.json",
          "open_clip_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "preprocess_cfg.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "sentence_bert_config.json",
          "reference.json");

  private ModelFiles() {}

  /**
   * The graph of one of these names in the wanted precision.
   *
   * @param paths of all graphs, relative to the model, with {@code /}
   * @param names without precision and ending; also those of a folder that holds a {@code model}
   * @param origin of the model, for messages
   */
  static Optional<String> graph(
      List<String> paths, ModelPrecision precision, List<String> names, String origin) {
    for (String name : names) {
      List<String> named = paths.stream().filter(path -> plainName(path).equals(name)).toList();
      Optional<String> found =
          named.stream().filter(path -> ModelPrecision.of(path) == precision).findFirst();
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
                + origin
                + "; there are "
                + named
                + ". Choose another --precision.");
      }
    }
    return Optional.empty();
  }

  /** A graph's name without precision and ending; {@code visual/model.onnx} is {@code visual}. */
  private static String plainName(String path) {
    List<String> parts = List.of(path.toLowerCase(Locale.ROOT).split("/", -1));
    String name = ModelPrecision.without(parts.getLast().replaceFirst("\\.onnx$", ""));
    String folder = parts.size() > 1 ? parts.get(parts.size() - 2) : "onnx";
    return name.equals("model") && !folder.equals("onnx") ? folder : name;
  }

  /**
   * The files of a repository that an import needs.
   *
   * @param paths of all files
   * @param within path of the model within the repository
   * @param origin of the model, for messages
   * @throws MissingModelException when there is no graph
   */
  public static Set<String> wanted(
      List<String> paths, Optional<String> within, ModelPrecision precision, String origin) {
    String place = within.map(path -> path + "/").orElse("");
    List<String> graphs =
        paths.stream()
            .filter(path -> path.startsWith(place) && path.endsWith(".onnx"))
            .map(path -> path.substring(place.length()))
            .sorted(java.util.Comparator.comparingInt(path -> path.split("/", -1).length))
            .toList();
    Set<String> wanted = new LinkedHashSet<>();
    for (String graph : graphs(graphs, precision, origin)) {
      String path = place + graph;
      wanted.add(path);
      paths.stream() // weights in files of their own: model.onnx_data, model.onnx.data
          .filter(other -> other.startsWith(path) && !other.endsWith(".onnx"))
          .forEach(wanted::add);
    }
    if (wanted.isEmpty()) {
      throw new MissingModelException(
          "No graph in "
              + origin
              + ": it holds no .onnx file"
              + (graphs.isEmpty() ? "" : " of a name that is known, but " + graphs)
              + ". Look for an export as ONNX, or name the folder of one in the address.");
    }
    paths.stream().filter(path -> isConfiguration(path, place)).forEach(wanted::add);
    return wanted;
  }

  private static List<String> graphs(List<String> graphs, ModelPrecision precision, String origin) {
    List<String> towers =
        Stream.of(ImageTextLayout.VISION, ImageTextLayout.TEXT)
            .flatMap(names -> graph(graphs, precision, names, origin).stream())
            .toList();
    if (!towers.isEmpty()) {
      return towers;
    }
    return graph(graphs, precision, List.of("model"), origin)
        .map(List::of)
        .orElseGet(() -> graphs.size() == 1 ? graphs : List.of());
  }

  /** Whether a file lies beside the model, above it, or in a folder of one half of it. */
  private static boolean isConfiguration(String path, String place) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    String name = parts.removeLast();
    String folder = parts.isEmpty() ? "" : String.join("/", parts) + "/";
    boolean half =
        Set.of(place + "visual/", place + "textual/", place + "text/", place + "1_Pooling/")
            .contains(folder);
    return (CONFIGURATION.contains(name) && (place.startsWith(folder) || half))
        || (half && name.equals("config.json"));
  }
}
