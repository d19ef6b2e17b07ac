package io.reelspace.train;

import io.reelspace.error.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a YAML file, read key by key. Every value is checked where it is read, and {@link
 * #close} refuses keys that nobody asked for; each error names file, line, key and what is allowed.
 */
final class YamlSection implements AutoCloseable {

  private final String file;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();

  YamlSection(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.line = line(node);
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = ((ScalarNode) tuple.getKeyNode()).getValue();
        int keyLine = line(tuple.getKeyNode());
        if (values.put(key, tuple.getValueNode()) != null) {
          throw error(keyLine, key, "stands there twice");
        }
        lines.put(key, keyLine);
      }
    } else if (!(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
      throw new BadInputException(
          "%s:%d: %s must hold keys and values.".formatted(file, line, path));
    }
  }

  /** A whole number within limits. */
  int integer(String key, int least, int most, Optional<Integer> fallback) {
    return (int) wholeNumber(key, least, most, fallback.map(Integer::longValue));
  }

  /** A whole number within wider limits. */
  long wholeNumber(String key, long least, long most, Optional<Long> fallback) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return fallback.orElseThrow(() -> missing(key));
    }
    String allowed = "a whole number from " + least + " to " + most;
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw impossible(key, text.get(), allowed);
    }
    throw impossible(key, text.get(), allowed);
  }

  /** A number within limits. */
  double number(String key, double least, double most, Optional<Double> fallback) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return fallback.orElseThrow(() -> missing(key));
    }
    return number(key, text.get(), least, most);
  }

  /** Numbers within limits; empty when the key is not there. */
  List<Double> numbers(String key, double least, double most) {
    return texts(key).stream().map(text -> number(key, text, least, most)).toList();
  }

  private double number(String key, String text, double least, double most) {
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw impossible(key, text, "a number from " + least + " to " + most);
    }
    throw impossible(key, text, "a number from " + least + " to " + most);
  }

  /** True or false. */
  boolean flag(String key, boolean fallback) {
    return switch (scalar(key).orElse(Boolean.toString(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw impossible(key, scalar(key).orElse(""), "true or false");
    };
  }

  /** A text that is not empty. */
  String text(String key) {
    return scalar(key).filter(text -> !text.isBlank()).orElseThrow(() -> missing(key));
  }

  /** A text that is not empty, or another in its place. */
  String text(String key, Optional<String> fallback) {
    return optionalText(key).or(() -> fallback).orElseThrow(() -> missing(key));
  }

  /** A text that may be left out. */
  Optional<String> optionalText(String key) {
    return scalar(key).filter(text -> !text.isBlank());
  }

  /** One of a few words. */
  String choice(String key, List<String> allowed, Optional<String> fallback) {
    String word = scalar(key).or(() -> fallback).orElseThrow(() -> missing(key));
    if (!allowed.contains(word)) {
      throw impossible(key, word, "one of " + String.join(", ", allowed));
    }
    return word;
  }

  /** A list of texts; empty when the key is not there. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      if (!(item instanceof ScalarNode scalar)) {
        throw error(line(item), key, "must be a list of plain values");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  /** A part that must be there. */
  YamlSection section(String key) {
    return optionalSection(key).orElseThrow(() -> missing(key));
  }

  /** A part that may be left out. */
  Optional<YamlSection> optionalSection(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).map(node -> new YamlSection(file, at(key), node));
  }

  /** A list of parts; empty when the key is not there. */
  List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    for (Node item : items(key)) {
      sections.add(new YamlSection(file, "%s[%d]".formatted(at(key), sections.size()), item));
    }
    return sections;
  }

  /** A list of named parts, {@code - name} or {@code - name: {...}}. */
  List<YamlKind> kinds(String key) {
    List<YamlKind> kinds = new ArrayList<>();
    for (Node item : items(key)) {
      kinds.add(kind("%s[%d]".formatted(at(key), kinds.size()), item));
    }
    return kinds;
  }

  /** One named part, {@code key: name} or {@code key: {name: {...}}}. */
  Optional<YamlKind> kind(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).map(node -> kind(at(key), node));
  }

  private YamlKind kind(String where, Node node) {
    if (node instanceof ScalarNode scalar) {
      Node nothing =
          new ScalarNode(
              scalar.getTag(),
              "",
              scalar.getStartMark(),
              scalar.getEndMark(),
              scalar.getScalarStyle());
      String name = scalar.getValue();
      return new YamlKind(name, new YamlSection(file, where + "." + name, nothing));
    }
    if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
      NodeTuple only = mapping.getValue().getFirst();
      String name = ((ScalarNode) only.getKeyNode()).getValue();
      return new YamlKind(name, new YamlSection(file, where + "." + name, only.getValueNode()));
    }
    throw new BadInputException(
        "%s:%d: %s must be a name, or one name with its settings."
            .formatted(file, line(node), where));
  }

  /** An error at this section itself. */
  BadInputException error(String problem) {
    return new BadInputException("%s:%d: %s %s.".formatted(file, line, path, problem));
  }

  private BadInputException error(int where, String key, String problem) {
    return new BadInputException("%s:%d: %s %s.".formatted(file, where, at(key), problem));
  }

  /** Refuses keys that nobody asked for. */
  @Override
  public void close() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        throw error(
            lines.get(key), key, "is not known here; allowed are " + String.join(", ", asked));
      }
    }
  }

  private List<Node> items(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw error(lines.get(key), key, "must be a list");
  }

  private Optional<String> scalar(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    throw error(lines.get(key), key, "must be a single value");
  }

  private BadInputException missing(String key) {
    return error("needs the key " + key);
  }

  private BadInputException impossible(String key, String value, String allowed) {
    return error(lines.get(key), key, "is \"" + value + "\"; allowed is " + allowed);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
