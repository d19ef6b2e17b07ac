package io.reelspace.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Numbers that were measured, in a file of lines: store, segments, quantity, value. */
final class Measured {

  private final Path file;

  Measured(Path file) {
    this.file = file;
  }

  /** Adds a number, and prints it. */
  void add(String store, int segments, String quantity, double value) throws IOException {
    String line = String.format(Locale.ROOT, "%s\t%d\t%s\t%.6g", store, segments, quantity, value);
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.println(line);
  }

  private record Key(String store, int segments, String quantity) {}

  /** All numbers; of those that were measured several times the median. */
  static Numbers read(Path file) throws IOException {
    Map<Key, List<Double>> numbers = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      List<String> parts = List.of(line.split("\t", -1));
      Key key = new Key(parts.get(0), Integer.parseInt(parts.get(1)), parts.get(2));
      numbers.computeIfAbsent(key, _ -> new ArrayList<>()).add(Double.parseDouble(parts.get(3)));
    }
    return (store, segments, quantity) ->
        Optional.ofNullable(numbers.get(new Key(store, segments, quantity))).map(Measured::median);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Looks a number up. */
  @FunctionalInterface
  interface Numbers {
    Optional<Double> find(String store, int segments, String quantity);
  }
}
