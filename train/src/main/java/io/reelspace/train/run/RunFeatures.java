package io.reelspace.train.run;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.TimeWindow;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureStore;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.StoredFeatures;
import io.reelspace.train.features.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored features of a run, opened for training. Owns the files' mappings. */
final class RunFeatures implements AutoCloseable {

  private final Map<String, FeatureStore> visual = new LinkedHashMap<>();
  private final Map<String, FeatureStore> text = new LinkedHashMap<>();

  /**
   * Opens stores.
   *
   * @param visual folders by the name that the recipe gives to the features
   * @param text the same for texts
   */
  RunFeatures(Map<String, Path> visual, Map<String, Path> text) {
    try {
      visual.forEach((name, folder) -> this.visual.put(name, FeatureStore.open(folder)));
      text.forEach((name, folder) -> this.text.put(name, FeatureStore.open(folder)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The examples whose pictures all encoders could read. */
  Dataset readable(Dataset dataset) {
    List<Example> examples =
        dataset.examples().stream().filter(example -> isThere(sourceId(example))).toList();
    if (examples.size() < 2) {
      throw new BadInputException(
          "%s has %d examples that can be decoded; two are the least."
              .formatted(dataset.name(), examples.size()));
    }
    return new Dataset(dataset.name(), examples, dataset.missing());
  }

  private static String sourceId(Example example) {
    return FeatureExtraction.sourceId(example.medium());
  }

  private boolean isThere(String id) {
    return visual.values().stream().allMatch(store -> store.find(id, 0).isPresent());
  }

  /** Features and captions of readable examples, side by side. */
  PairedFeatures paired(Dataset dataset) {
    List<String> sources = dataset.examples().stream().map(RunFeatures::sourceId).toList();
    List<String> captions = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < dataset.examples().size(); i++) {
      for (String caption : dataset.examples().get(i).texts()) {
        captions.add(caption);
        owners.add(i);
      }
    }
    return new PairedFeatures(
        dataset.examples().stream().map(Example::id).toList(),
        tables(visual, sources, dataset.examples().stream().map(e -> e.medium().part()).toList()),
        owners.stream().mapToInt(owner -> owner).toArray(),
        tables(text, captions, whole(captions.size())));
  }

  /** The class names of a recipe. */
  Vocabulary vocabulary(RunRecipe.ClassNames names) {
    List<String> texts = names.texts();
    return new Vocabulary(
        names.names().size(), names.prompts().size(), tables(text, texts, whole(texts.size())));
  }

  private static List<Optional<TimeWindow>> whole(int rows) {
    return Collections.nCopies(rows, Optional.empty());
  }

  private static Map<String, FeatureTable> tables(
      Map<String, FeatureStore> stores, List<String> ids, List<Optional<TimeWindow>> parts) {
    Map<String, FeatureTable> tables = new LinkedHashMap<>();
    stores.forEach((name, store) -> tables.put(name, new StoredFeatures(store, ids, parts)));
    return tables;
  }

  @Override
  public void close() {
    visual.values().forEach(FeatureStore::close);
    text.values().forEach(FeatureStore::close);
  }
}
