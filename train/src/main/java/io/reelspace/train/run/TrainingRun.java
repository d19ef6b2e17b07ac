package io.reelspace.train.run;

import io.reelspace.encode.Inference;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.ImaginedClasses;
import io.reelspace.train.RunFolder;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.Trainer;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat.Precision;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a recipe from its data set to the bundle of a space: extracts the features that are missing,
 * trains, writes {@code space/} and {@code report.html} into the run's folder.
 *
 * @param encoders where encoders lie
 * @param media decodes pictures and videos
 * @param inference where encoders run
 * @param listener hears how it goes
 */
public record TrainingRun(
    EncoderFolders encoders, MediaReader media, Inference inference, RunListener listener) {

  /**
   * What a run came to.
   *
   * @param space the bundle
   * @param report the page with the run's curves
   * @param training what the trainer tells
   * @param examples what was learned from, after files that do not decode were left out
   * @param captions of these
   * @param skipped files that could not be decoded
   * @param missing files that the annotations name and the disk does not hold
   */
  public record Outcome(
      SpaceBundle space,
      Path report,
      TrainingResult training,
      int examples,
      int captions,
      List<FeatureExtraction.Skipped> skipped,
      int missing) {
    /** Keeps its own copy. */
    public Outcome {
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Runs, or goes on with what an earlier run of the same recipe left in the folder.
   *
   * @throws io.reelspace.error.ReelspaceException of any kind but remote, each saying what to do
   */
  public Outcome run(RunRecipe recipe, Path output) {
    RunFolder folder = RunFolder.open(output, recipe.yaml());
    RunExamples examples = RunExamples.read(recipe);
    List<Dataset.Missing> missing = examples.missing();
    Path list = folder.missing(missing);
    if (!missing.isEmpty()) {
      listener.note(
          "%d files that %s names are not there, all of them in %s; the first is %s"
              .formatted(
                  missing.size(), examples.training().name(), list, missing.getFirst().file()));
    }
    List<FrozenEncoder> video = new ArrayList<>(frozen(recipe.source().visual(), Modality.VISUAL));
    video.addAll(frozen(recipe.source().motion(), Modality.MOTION));
    List<FrozenEncoder> text = frozen(recipe.source().text(), Modality.TEXT);
    Extraction extraction =
        new Extraction(
            media,
            inference,
            recipe.source().features().orElse(output.resolve("features")),
            new FeatureExtraction.Settings(
                new Sampler(recipe.source().framesPerSecond(), Sampler.DEFAULT.longestSegment()),
                recipe.source().views(),
                Precision.FLOAT16),
            listener);
    Set<FeatureExtraction.Skipped> skipped = new LinkedHashSet<>();
    Map<String, Path> frames = new LinkedHashMap<>();
    for (int i = 0; i < video.size(); i++) {
      Extraction.Done done =
          video.get(i).modality() == Modality.MOTION
              ? extraction.clips(examples.all(), video.get(i))
              : extraction.frames(examples.all(), video.get(i));
      frames.put(recipe.source().video().get(i).name(), done.folder());
      done.report().skipped().stream()
          .filter(each -> skipped.stream().noneMatch(s -> s.file().equals(each.file())))
          .forEach(skipped::add);
    }
    Map<String, Path> texts = new LinkedHashMap<>();
    List<String> all = texts(recipe, examples.all());
    for (int i = 0; i < text.size(); i++) {
      Extraction.Done done = extraction.texts(all, recipe.source().captionViews(), text.get(i));
      texts.put(recipe.source().text().get(i).name(), done.folder());
    }
    try (RunFeatures features = new RunFeatures(frames, texts)) {
      Dataset training = features.readable(examples.training());
      PairedFeatures paired = features.paired(training);
      Optional<PairedFeatures> validation =
          examples.validation().map(features::readable).map(features::paired);
      Vocabulary vocabulary =
          recipe.source().classNames().map(features::vocabulary).orElse(Vocabulary.NONE);
      PairedFeatures learned =
          recipe
              .source()
              .classPictures()
              .map(pictures ->
                  ImaginedClasses.append(paired, vocabulary, pictures, recipe.training().seed()))
              .orElse(paired);
      TrainingResult result =
          new Trainer(recipe.training(), learned, validation, vocabulary, folder, listener).run();
      SpaceExport export =
          new SpaceExport(
              recipe,
              used(recipe.training().video().features(), recipe.source().video(), video),
              used(recipe.training().text().features(), recipe.source().text(), text),
              new TrainedOn(
                  training.examples().size(),
                  paired.captionCount(),
                  validation.map(PairedFeatures::videoCount).orElse(0),
                  skipped.size()));
      SpaceBundle space = export.write(result, output.resolve("space"));
      Path report = TrainingReport.write(recipe, output, export.trained());
      return new Outcome(
          space,
          report,
          result,
          training.examples().size(),
          paired.captionCount(),
          List.copyOf(skipped),
          missing.size());
    }
  }

  private static List<String> texts(RunRecipe recipe, Dataset dataset) {
    List<String> texts = new ArrayList<>();
    dataset.examples().forEach(example -> texts.addAll(example.texts()));
    recipe.source().classNames().ifPresent(names -> texts.addAll(names.texts()));
    return texts;
  }

  private List<FrozenEncoder> frozen(List<RunRecipe.Encoder> all, Modality modality) {
    return all.stream()
        .map(each -> {
          Path folder = encoders.find(each.encoder());
          String id = Path.of(each.encoder()).getFileName().toString();
          return new FrozenEncoder(id, modality, folder, each.outputs());
        })
        .toList();
  }

  /** The encoders behind features, in the order of the features. */
  private static List<FrozenEncoder> used(
      List<String> features, List<RunRecipe.Encoder> named, List<FrozenEncoder> encoders) {
    List<String> names = named.stream().map(RunRecipe.Encoder::name).toList();
    return features.stream().map(name -> encoders.get(names.indexOf(name))).toList();
  }
}
