package io.reelspace.train.run;

import io.reelspace.error.ReelspaceException;
import io.reelspace.train.Recipe;
import io.reelspace.train.RunFolder;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.Teacher;
import io.reelspace.train.Trainer;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.checkpoint.SafeTensors;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.tuning.FineTuning;
import io.reelspace.train.tuning.LayerChoice;
import io.reelspace.train.tuning.TunedNetwork;
import io.reelspace.train.tuning.Tuning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second stage of a run: layers of encoders are trained together with the towers that the first
 * stage left. Owns the encoders.
 */
final class SecondStage implements AutoCloseable {

  private final RunRecipe recipe;
  private final FineTuning tuning;
  private final Map<String, TunedEncoder> visual = new LinkedHashMap<>();
  private final Map<String, TunedEncoder> text = new LinkedHashMap<>();

  /**
   * Opens all encoders that are trained, so that what is wrong with them shows before anything is
   * trained.
   *
   * @param frozen all encoders of the run by the names of their features
   * @throws ReelspaceException when an encoder cannot be trained as the recipe wants it
   */
  SecondStage(
      RunRecipe recipe,
      Map<String, FrozenEncoder> frozen,
      Dataset examples,
      Extraction extraction,
      Path folder) {
    this.recipe = recipe;
    this.tuning = recipe.tuning().orElseThrow();
    try {
      for (LayerChoice choice : tuning.encoders()) {
        boolean seen = recipe.training().video().features().contains(choice.encoder());
        TunedEncoder encoder =
            new TunedEncoder(
                frozen.get(choice.encoder()),
                choice,
                examples,
                extraction,
                folder.resolve("encoders"));
        (seen ? visual : text).put(choice.encoder(), encoder);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The data of one set of examples. */
  record Examples(Dataset dataset, PairedFeatures features) {}

  /**
   * Trains on from where the first stage ended.
   *
   * @param all every example, for what runs once before
   * @param first what the first stage came to
   */
  TrainingResult run(
      Dataset all,
      Examples training,
      Optional<Examples> validation,
      Vocabulary vocabulary,
      TrainingResult first,
      RunFolder folder,
      Optional<Teacher> teacher,
      RunListener listener) {
    Map<String, TunedEncoder.Beginnings> seen = new LinkedHashMap<>();
    visual.forEach((name, encoder) -> seen.put(name, encoder.beginnings(all)));
    Map<String, TunedEncoder.Beginnings> read = new LinkedHashMap<>();
    text.forEach((name, encoder) -> read.put(name, encoder.beginnings(all)));
    Recipe second = recipe.training().with(tuning.schedule(), tuning.optimiser());
    return new Trainer(
            second,
            replaced(training, seen, read),
            validation.map(examples -> replaced(examples, seen, read)),
            vocabulary,
            folder,
            listener,
            new Tuning(
                networks(visual), networks(text), Optional.of(SafeTensors.read(first.weights()))),
            teacher)
        .run();
  }

  private static Map<String, TunedNetwork> networks(Map<String, TunedEncoder> encoders) {
    Map<String, TunedNetwork> networks = new LinkedHashMap<>();
    encoders.forEach((name, encoder) -> networks.put(name, encoder.network()));
    return networks;
  }

  private static PairedFeatures replaced(
      Examples examples,
      Map<String, TunedEncoder.Beginnings> seen,
      Map<String, TunedEncoder.Beginnings> read) {
    Map<String, FeatureTable> videos = new LinkedHashMap<>(examples.features().videos());
    seen.forEach((name, beginnings) -> videos.put(name, beginnings.of(examples.dataset())));
    Map<String, FeatureTable> texts = new LinkedHashMap<>(examples.features().texts());
    read.forEach((name, beginnings) -> texts.put(name, beginnings.of(examples.dataset())));
    return new PairedFeatures(
        examples.features().videoIds(), videos, examples.features().owners(), texts);
  }

  /** The encoders of a side as they are now, those that were trained in the place of the others. */
  List<FrozenEncoder> served(List<String> names, List<FrozenEncoder> frozen) {
    List<FrozenEncoder> served = new java.util.ArrayList<>(frozen);
    for (int i = 0; i < names.size(); i++) {
      TunedEncoder own = visual.getOrDefault(names.get(i), text.get(names.get(i)));
      if (own != null) {
        served.set(i, own.write(recipe.name()));
      }
    }
    return served;
  }

  @Override
  public void close() {
    visual.values().forEach(TunedEncoder::close);
    text.values().forEach(TunedEncoder::close);
  }
}
