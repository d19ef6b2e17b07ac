package io.reelspace.index.duplicate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parts of videos that are copies of each other, directly or by way of others.
 *
 * @param parts at least two, in the order of paths and times
 * @param pairs that hold it together, each with the intervals that show the same
 */
public record DuplicateGroup(List<VideoPart> parts, List<DuplicatePair> pairs) {

  /** Keeps its own copies. */
  public DuplicateGroup {
    parts = List.copyOf(parts);
    pairs = List.copyOf(pairs);
  }

  /** That of the least similar pair. */
  public double similarity() {
    return pairs.stream().mapToDouble(DuplicatePair::similarity).min().orElse(1);
  }

  /** Joins pairs; parts of one video that share most of their time count as one part. */
  public static List<DuplicateGroup> of(Collection<DuplicatePair> pairs) {
    Map<String, List<Node>> nodes = new HashMap<>();
    Map<DuplicatePair, Node> ends = new LinkedHashMap<>();
    for (DuplicatePair pair : pairs) {
      Node one = node(nodes, pair.one());
      Node other = node(nodes, pair.other());
      one.root().join(other.root());
      ends.put(pair, one);
    }
    Map<VideoPart, List<VideoPart>> parts = new TreeMap<>();
    List<Node> ordered =
        nodes.values().stream()
            .flatMap(List::stream)
            .sorted((a, b) -> a.part.compareTo(b.part))
            .toList();
    Map<Node, VideoPart> first = new HashMap<>();
    for (Node node : ordered) {
      VideoPart key = first.computeIfAbsent(node.root(), _ -> node.part);
      parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(node.part);
    }
    Map<VideoPart, List<DuplicatePair>> pairsOf = new HashMap<>();
    ends.forEach((pair, node) ->
        pairsOf.computeIfAbsent(first.get(node.root()), _ -> new ArrayList<>()).add(pair));
    return parts.entrySet().stream()
        .map(entry -> new DuplicateGroup(entry.getValue(), pairsOf.get(entry.getKey())))
        .toList();
  }

  private static Node node(Map<String, List<Node>> nodes, VideoPart part) {
    List<Node> ofVideo = nodes.computeIfAbsent(part.videoId(), _ -> new ArrayList<>());
    for (Node node : ofVideo) {
      if (node.part.isMostly(part)) {
        node.part = node.part.and(part);
        return node;
      }
    }
    Node made = new Node(part);
    ofVideo.add(made);
    return made;
  }

  /** A part in a forest of disjoint sets. */
  private static final class Node {

    private VideoPart part;
    private Node parent = this;

    Node(VideoPart part) {
      this.part = part;
    }

    Node root() {
      Node root = this;
      while (root.parent != root) {
        root = root.parent;
      }
      for (Node node = this; node != root; ) {
        Node next = node.parent;
        node.parent = root;
        node = next;
      }
      return root;
    }

    void join(Node other) {
      other.parent = this;
    }
  }
}
