package io.reelspace.encode;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an ONNX file holds (onnx.proto of the ONNX project), read without loading its weights: what
 * must be known of a network that comes from anywhere before a native library opens it.
 *
 * @param file where it lies
 * @param head the fields of the model beside its graph, as they are
 * @param nodes of the graph, in order
 * @param initialisers weights, by name
 * @param inputs by name, in order; weights that are also listed as inputs are left out
 * @param outputs by name, in order
 * @param domains of operators that the file itself defines as functions
 */
record OnnxFile(
    Path file,
    List<ByteBuffer> head,
    List<Node> nodes,
    Map<String, Initialiser> initialisers,
    Map<String, Tensor> inputs,
    Map<String, Tensor> outputs,
    Set<String> domains) {

  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;

  /** Sets of operators that ONNX Runtime brings along. */
  private static final Set<String> KNOWN_DOMAINS =
      Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc");

  /**
   * One operation.
   *
   * @param uses names of all values that it reads, those of graphs within it too
   */
  record Node(
      String operator, String domain, Set<String> uses, List<String> outputs, ByteBuffer raw) {}

  /**
   * A weight.
   *
   * @param location of the file that holds its values, relative to the model; empty when they are
   *     within the model
   */
  record Initialiser(Optional<String> location, ByteBuffer raw) {}

  /**
   * An input or output.
   *
   * @param shape -1 where any length is taken
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Tensor(String name, int type, long[] shape, ByteBuffer raw) {
    boolean isWhole() {
      return type == INT32 || type == INT64;
    }

    boolean isPicture() {
      return shape.length == 4 && (type == FLOAT || type == FLOAT16 || type == UINT8);
    }

    @Override
    public String toString() {
      return name + " " + Arrays.toString(shape);
    }
  }

  /**
   * Reads a file.
   *
   * @throws MissingModelException when it is absent, cut off, or no ONNX
   */
  static OnnxFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No model at " + file + ". Put the network there as ONNX, or name another.");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw broken(file, "it has more than 2 GB");
      }
      return parse(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (ProtobufReader.BrokenException e) {
      throw broken(file, e.getMessage());
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static MissingModelException broken(Path file, String what) {
    return new MissingModelException(
        file + " is no whole ONNX file: " + what + ". Fetch or export it again.");
  }

  private static OnnxFile parse(Path file, ByteBuffer content) {
    OnnxFile parsed =
        new OnnxFile(
            file,
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashSet<>());
    ProtobufReader model = new ProtobufReader(content);
    boolean hasGraph = false;
    while (model.next()) {
      if (model.field() == 7 && model.isBytes()) {
        parsed.readGraph(model.message());
        hasGraph = true;
      } else {
        parsed.head.add(model.raw());
        if (model.field() == 25 && model.isBytes()) {
          parsed.domains.add(text(model.message(), 10));
        }
      }
    }
    if (!hasGraph || parsed.outputs.isEmpty()) {
      throw broken(file, "it holds no network");
    }
    parsed.initialisers.keySet().forEach(parsed.inputs::remove);
    return parsed;
  }

  private void readGraph(ProtobufReader graph) {
    while (graph.next()) {
      switch (graph.field()) {
        case 1 -> nodes.add(node(graph));
        case 5 -> initialisers.put(text(graph.message(), 8), initialiser(graph));
        case 15 -> {
          ProtobufReader sparse = graph.message();
          while (sparse.next()) {
            if (sparse.field() == 1) {
              initialisers.put(
                  text(sparse.message(), 8), new Initialiser(Optional.empty(), graph.raw()));
            }
          }
        }
        case 11 -> put(inputs, graph);
        case 12 -> put(outputs, graph);
        default -> {
          // names, documentation, shapes within
        }
      }
    }
  }

  private static void put(Map<String, Tensor> tensors, ProtobufReader graph) {
    Tensor tensor = tensor(graph);
    tensors.put(tensor.name(), tensor);
  }

  private static String text(ProtobufReader message, int field) {
    String text = "";
    while (message.next()) {
      if (message.field() == field && message.isBytes()) {
        text = message.text();
      }
    }
    return text;
  }

  private static Node node(ProtobufReader graph) {
    ProtobufReader node = graph.message();
    String operator = "";
    String domain = "";
    Set<String> uses = new LinkedHashSet<>();
    List<String> outputs = new ArrayList<>();
    while (node.next()) {
      switch (node.field()) {
        case 1 -> uses.add(node.text());
        case 2 -> outputs.add(node.text());
        case 4 -> operator = node.text();
        case 5 -> addUsesWithin(node.message(), uses);
        case 7 -> domain = node.text();
        default -> {
          // name, documentation
        }
      }
    }
    uses.remove(""); // optional ones that are left out
    outputs.removeIf(String::isEmpty);
    return new Node(operator, domain, uses, outputs, graph.raw());
  }

  /** Values from outside that the graphs in an attribute (branches, loops) read. */
  private static void addUsesWithin(ProtobufReader attribute, Set<String> uses) {
    while (attribute.next()) {
      boolean isGraph = attribute.field() == 6 || attribute.field() == 11;
      if (isGraph && attribute.isBytes()) {
        ProtobufReader graph = attribute.message();
        while (graph.next()) {
          if (graph.field() == 1) {
            uses.addAll(node(graph).uses());
          } else if (graph.field() == 12) {
            uses.add(text(graph.message(), 1)); // a branch may hand on what it is given
          }
        }
      }
    }
  }

  private static Initialiser initialiser(ProtobufReader graph) {
    ProtobufReader tensor = graph.message();
    Optional<String> location = Optional.empty();
    while (tensor.next()) {
      if (tensor.field() == 13 && tensor.isBytes()) {
        if (text(tensor.message(), 1).equals("location")) {
          location = Optional.of(text(tensor.message(), 2));
        }
      }
    }
    return new Initialiser(location, graph.raw());
  }

  private static Tensor tensor(ProtobufReader graph) {
    ProtobufReader value = graph.message();
    String name = "";
    int type = 0;
    List<Long> shape = new ArrayList<>();
    while (value.next()) {
      if (value.field() == 1) {
        name = value.text();
      } else if (value.field() == 2) {
        ProtobufReader kinds = value.message();
        while (kinds.next()) {
          if (kinds.field() == 1 && kinds.isBytes()) {
            type = readTensorType(kinds.message(), shape);
          }
        }
      }
    }
    return new Tensor(name, type, shape.stream().mapToLong(Long::longValue).toArray(), graph.raw());
  }

  private static int readTensorType(ProtobufReader tensor, List<Long> shape) {
    int type = 0;
    while (tensor.next()) {
      if (tensor.field() == 1) {
        type = (int) tensor.number();
      } else if (tensor.field() == 2) {
        ProtobufReader dimensions = tensor.message();
        while (dimensions.next()) {
          ProtobufReader dimension = dimensions.message();
          long length = -1;
          while (dimension.next()) {
            length = dimension.field() == 1 ? dimension.number() : length;
          }
          shape.add(length);
        }
      }
    }
    return type;
  }

  /** Names of files beside the model that hold weights, relative to its folder. */
  Set<String> weightFiles() {
    Set<String> files = new LinkedHashSet<>();
    initialisers.values().forEach(weight -> weight.location().ifPresent(files::add));
    return files;
  }

  /**
   * Refuses what cannot or must not run: operators that nobody here knows, and weights in files
   * outside of the model's folder.
   *
   * @throws MissingModelException naming the operator or the file
   */
  void requireSound() {
    for (Node node : nodes) {
      if (!KNOWN_DOMAINS.contains(node.domain()) && !domains.contains(node.domain())) {
        throw new MissingModelException(
            "The model "
                + file
                + " has the operator '"
                + node.operator()
                + "' of the custom set '"
                + node.domain()
                + "', which needs a library of its own. Export it with the operators of ONNX.");
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    for (String location : weightFiles()) {
      Path weights = folder.resolve(location).normalize();
      if (location.startsWith("/") || location.contains("\\") || !weights.startsWith(folder)) {
        throw new MissingModelException(
            "The model "
                + file
                + " wants its weights (external_data, location) from '"
                + location
                + "', outside of its folder. Export it again with the weights beside it.");
      }
      if (!Files.isRegularFile(weights, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        throw new MissingModelException(
            "The model "
                + file
                + " has weights (external_data, location) in '"
                + location
                + "', which is no file in its folder. Copy it there too.");
      }
    }
  }
}
