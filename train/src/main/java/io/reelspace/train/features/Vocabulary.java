package io.reelspace.train.features;

import io.reelspace.error.BadInputException;
import io.reelspace.train.tower.NameVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names of classes as text features, for the stages that name what they see.
 *
 * @param classes how many there are
 * @param prompts texts for each class
 * @param texts tables by the name of their features; row {@code class * prompts + prompt}
 */
public record Vocabulary(int classes, int prompts, Map<String, FeatureTable> texts) {

  /** For recipes without such stages. */
  public static final Vocabulary NONE = new Vocabulary(0, 0, Map.of());

  /** Keeps its own copy. */
  public Vocabulary {
    texts = Map.copyOf(texts);
  }

  /**
   * The vectors of all names by some text features, joined.
   *
   * @throws BadInputException when there are no class names, or no such features
   */
  public NameVectors vectors(List<String> features) {
    if (classes == 0) {
      throw new BadInputException(
          "A stage of the recipe needs class names; list them under data.class-names.");
    }
    List<FeatureTable> parts = new ArrayList<>();
    for (String name : features) {
      if (!texts.containsKey(name)) {
        throw new BadInputException(
            "A stage wants class names by the text features %s; there are %s."
                .formatted(name, String.join(", ", texts.keySet().stream().sorted().toList())));
      }
      parts.add(texts.get(name));
    }
    FeatureTable table = JoinedFeatures.of(parts);
    List<List<float[]>> all = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      List<float[]> own = new ArrayList<>();
      for (int prompt = 0; prompt < prompts; prompt++) {
        float[] vector = new float[table.channels()];
        table.read(c * prompts + prompt, 0, 0, vector, 0);
        own.add(vector);
      }
      all.add(own);
    }
    return new NameVectors(all);
  }
}
