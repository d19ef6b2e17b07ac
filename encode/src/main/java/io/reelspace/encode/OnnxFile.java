package io.reelspace.encode;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
      OnnxFile parsed =
          new OnnxParsing(file)
              .parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      if (parsed.outputs.isEmpty()) {
        throw broken(file, "it holds no network");
      }
      return parsed;
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

  /**
   * The output that holds the features: the one that is wanted, else the first that has a usual
   * name, else the first.
   *
   * @throws MissingModelException when the one that is wanted is not there
   */
  String output(Optional<String> wanted, List<String> usual) {
    if (wanted.isPresent() && !outputs().containsKey(wanted.get())) {
      throw new MissingModelException(
          "The model "
              + file()
              + " has no output '"
              + wanted.get()
              + "'; its outputs are "
              + outputs().keySet()
              + ".");
    }
    return wanted
        .or(() -> usual.stream().filter(outputs()::containsKey).findFirst())
        .orElseGet(() -> outputs().keySet().iterator().next());
  }
}
