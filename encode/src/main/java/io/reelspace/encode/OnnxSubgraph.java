package io.reelspace.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a network that some of its outputs need. Public models often come as one graph that
 * takes a picture and a text together; half of it would run for nothing.
 *
 * @param whole the network
 * @param outputs names of its outputs
 */
record OnnxSubgraph(OnnxFile whole, List<String> outputs) {

  /** Names of all values that the outputs depend on. */
  private Set<String> needed() {
    Map<String, OnnxFile.Node> producers = new HashMap<>();
    whole.nodes().forEach(node -> node.outputs().forEach(name -> producers.put(name, node)));
    Set<String> needed = new HashSet<>(outputs);
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      OnnxFile.Node producer = producers.get(open.pop());
      if (producer != null) {
        producer.uses().stream().filter(needed::add).forEach(open::push);
      }
    }
    return needed;
  }

  /** Inputs of the whole that the outputs depend on. */
  List<OnnxFile.Tensor> inputs() {
    Set<String> needed = needed();
    return whole.inputs().values().stream().filter(t -> needed.contains(t.name())).toList();
  }

  /** Writes the part as a model of its own; weights in files beside the model stay there. */
  void write(Path file) throws IOException {
    Set<String> needed = needed();
    List<ByteBuffer> graph = new ArrayList<>();
    whole.nodes().stream()
        .filter(node -> node.outputs().stream().anyMatch(needed::contains))
        .forEach(node -> graph.add(node.raw()));
    graph.add(ByteBuffer.wrap(new byte[] {(2 << 3) | 2, 1, 'g'})); // a graph must have a name
    whole
        .initialisers()
        .forEach((name, weight) -> {
          if (needed.contains(name)) {
            graph.add(weight.raw());
          }
        });
    inputs().forEach(input -> graph.add(input.raw()));
    outputs.forEach(name -> graph.add(whole.outputs().get(name).raw()));
    long length = graph.stream().mapToLong(ByteBuffer::remaining).sum();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (ByteBuffer part : whole.head()) {
        writeAll(channel, part);
      }
      writeAll(channel, varint((7 << 3) | 2));
      writeAll(channel, varint(length));
      for (ByteBuffer part : graph) {
        writeAll(channel, part);
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.slice();
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private static ByteBuffer varint(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    long rest = value;
    while (rest > 0x7f) {
      bytes.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    return bytes.put((byte) rest).flip();
  }
}
