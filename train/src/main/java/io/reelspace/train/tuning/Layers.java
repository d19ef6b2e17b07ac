package io.reelspace.train.tuning;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the weights that a recipe means by the names of layers. */
final class Layers {

  private static final int NEAR = 5;

  private Layers() {}

  /**
   * The chosen weights with their learning rates, as shares of that of the towers.
   *
   * @param names of all weights
   * @param file that has these weights, for messages
   * @throws BadInputException when there is no such layer
   */
  static Map<String, Double> chosen(LayerChoice choice, Collection<String> names, Path file) {
    Map<String, Double> rates = new LinkedHashMap<>();
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (int i = 0; i < choice.layers().size(); i++) {
      String layer = choice.layers().get(i);
      boolean found = false;
      for (String name : names) {
        if (isIn(name, layer)) {
          found = true;
          // where two layers hold a weight, the smaller one decides
          if (lengths.merge(name, layer.length(), Math::max) == layer.length()) {
            rates.put(name, choice.rate(i));
          }
        }
      }
      if (!found) {
        throw new BadInputException(
            "fine-tuning.encoders: the layers of %s name \"%s\", which %s does not have; near are %s."
                .formatted(choice.encoder(), layer, file, String.join(", ", near(layer, names))));
      }
    }
    return rates;
  }

  private static boolean isIn(String weight, String layer) {
    return layer.equals(LayerChoice.ALL) || weight.equals(layer) || weight.startsWith(layer + ".");
  }

  /** Names of layers that differ little from a name. */
  private static List<String> near(String wanted, Collection<String> weights) {
    TreeSet<String> layers = new TreeSet<>();
    for (String weight : weights) {
      for (int dot = weight.indexOf('.'); dot > 0; dot = weight.indexOf('.', dot + 1)) {
        layers.add(weight.substring(0, dot));
      }
    }
    return layers.stream()
        .sorted(Comparator.comparingInt(name -> distance(name, wanted)))
        .limit(NEAR)
        .toList();
  }

  /** Levenshtein's distance. */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
