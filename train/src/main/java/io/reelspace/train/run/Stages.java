package io.reelspace.train.run;

import io.reelspace.space.SpaceBundle;
import io.reelspace.train.ImaginedClasses;
import io.reelspace.train.RunFolder;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.Teacher;
import io.reelspace.train.Trainer;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.tuning.Tuning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The stages of a run once all features are there: towers, then layers of encoders. */
final class Stages {

  private final RunRecipe recipe;
  private final RunExamples examples;
  private final RunFeatures features;
  private final RunListener listener;
  private final SecondStage.Examples training;
  private final Optional<SecondStage.Examples> validation;
  private final Vocabulary vocabulary;
  private final TrainedOn trained;

  /** Puts features and captions side by side; {@code skipped} files could not be decoded. */
  Stages(
      RunRecipe recipe,
      RunExamples examples,
      RunFeatures features,
      int skipped,
      RunListener listener) {
    this.recipe = recipe;
    this.examples = examples;
    this.features = features;
    this.listener = listener;
    this.training = paired(examples.training());
    this.validation = examples.validation().map(this::paired);
    this.vocabulary =
        recipe.source().classNames().map(features::vocabulary).orElse(Vocabulary.NONE);
    this.trained =
        new TrainedOn(
            training.dataset().examples().size(),
            training.features().captionCount(),
            validation.map(each -> each.features().videoCount()).orElse(0),
            skipped);
  }

  private SecondStage.Examples paired(Dataset dataset) {
    Dataset readable = features.readable(dataset);
    return new SecondStage.Examples(readable, features.paired(readable));
  }

  /** How much is learned from. */
  TrainedOn trained() {
    return trained;
  }

  /** The examples that are learned from. */
  Dataset training() {
    return training.dataset();
  }

  /** Trains towers on what the encoders give. */
  TrainingResult towers(RunFolder folder, Optional<Teacher> teacher) {
    PairedFeatures seen = training.features();
    PairedFeatures learned =
        recipe
            .source()
            .classPictures()
            .map(pictures ->
                ImaginedClasses.append(seen, vocabulary, pictures, recipe.training().seed()))
            .orElse(seen);
    return new Trainer(
            recipe.training(),
            learned,
            validation.map(SecondStage.Examples::features),
            vocabulary,
            folder,
            listener,
            Tuning.NONE,
            teacher)
        .run();
  }

  /** Trains layers of encoders together with the towers. */
  TrainingResult layers(
      SecondStage second, TrainingResult towers, RunFolder folder, Optional<Teacher> teacher) {
    listener.note("The towers are trained; now layers of encoders are trained with them.");
    return second.run(
        features.readable(examples.all()),
        training,
        validation,
        vocabulary,
        towers,
        folder,
        teacher,
        listener);
  }

  /** Writes the space. */
  SpaceBundle export(
      List<FrozenEncoder> video, List<FrozenEncoder> text, TrainingResult result, Path folder) {
    return new SpaceExport(
            recipe,
            used(recipe.training().video().features(), recipe.source().video(), video),
            used(recipe.training().text().features(), recipe.source().text(), text),
            trained)
        .write(result, folder.resolve("space"));
  }

  /** The encoders behind features, in the order of the features. */
  private static List<FrozenEncoder> used(
      List<String> features, List<RunRecipe.Encoder> named, List<FrozenEncoder> encoders) {
    List<String> names = named.stream().map(RunRecipe.Encoder::name).toList();
    return features.stream().map(name -> encoders.get(names.indexOf(name))).toList();
  }
}
