package io.reelspace.encode;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of an ONNX model, by their numbers in onnx.proto; see {@link OnnxFile}. */
final class OnnxParsing {

  private final Path file;
  private final List<ByteBuffer> head = new ArrayList<>();
  private final List<OnnxFile.Node> nodes = new ArrayList<>();
  private final Map<String, OnnxFile.Initialiser> initialisers = new LinkedHashMap<>();
  private final Map<String, OnnxFile.Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxFile.Tensor> outputs = new LinkedHashMap<>();
  private final Set<String> domains = new LinkedHashSet<>();

  OnnxParsing(Path file) {
    this.file = file;
  }

  /** What a model holds; no outputs where it holds no graph. */
  OnnxFile parse(ByteBuffer content) {
    ProtobufReader model = new ProtobufReader(content);
    while (model.next()) {
      if (model.field() == 7 && model.isBytes()) {
        readGraph(model.message());
      } else {
        head.add(model.raw());
        if (model.field() == 25 && model.isBytes()) {
          domains.add(text(model.message(), 10));
        }
      }
    }
    initialisers.keySet().forEach(inputs::remove);
    return new OnnxFile(file, head, nodes, initialisers, inputs, outputs, domains);
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
                  text(sparse.message(), 8),
                  new OnnxFile.Initialiser(Optional.empty(), graph.raw()));
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

  private static void put(Map<String, OnnxFile.Tensor> tensors, ProtobufReader graph) {
    OnnxFile.Tensor tensor = tensor(graph);
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

  private static OnnxFile.Node node(ProtobufReader graph) {
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
    return new OnnxFile.Node(operator, domain, uses, outputs, graph.raw());
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

  private static OnnxFile.Initialiser initialiser(ProtobufReader graph) {
    ProtobufReader tensor = graph.message();
    Optional<String> location = Optional.empty();
    while (tensor.next()) {
      if (tensor.field() == 13 && tensor.isBytes()) {
        if (text(tensor.message(), 1).equals("location")) {
          location = Optional.of(text(tensor.message(), 2));
        }
      }
    }
    return new OnnxFile.Initialiser(location, graph.raw());
  }

  private static OnnxFile.Tensor tensor(ProtobufReader graph) {
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
    return new OnnxFile.Tensor(
        name, type, shape.stream().mapToLong(Long::longValue).toArray(), graph.raw());
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
}
