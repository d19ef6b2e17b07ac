package io.reelspace.train.run;

import io.reelspace.encode.Inference;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.RunFolder;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.Teacher;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat.Precision;
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

  /** The folder of the towers that are trained before layers of encoders are. */
  private static final String FIRST = "towers-first";

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
    video.addAll(frozen(recipe.source().audio(), Modality.AUDIO));
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
    Optional<Path> teaching = recipe.teacher().map(choice -> encoders.space(choice.space()));
    try (Opened<SecondStage> second =
        new Opened<>(
            recipe
                .tuning()
                .map(tuning ->
                    new SecondStage(
                        recipe,
                        byName(recipe, video, text),
                        examples.all(),
                        extraction,
                        output)))) {
      Set<FeatureExtraction.Skipped> skipped = new LinkedHashSet<>();
      Map<String, Path> frames = frames(recipe, examples, video, extraction, skipped);
      Map<String, Path> texts = texts(recipe, examples, text, extraction);
      try (RunFeatures features = new RunFeatures(frames, texts)) {
        Stages stages = new Stages(recipe, examples, features, skipped.size(), listener);
        try (Opened<TeacherEmbeddings> taught =
            new Opened<>(
                teaching.map(bundle ->
                    new TeacherEmbeddings(
                        recipe.teacher().orElseThrow(), bundle, stages.training(), extraction)))) {
          Optional<Teacher> teacher = taught.part().map(each -> each.of(stages.training()));
          RunFolder first =
              second.part().isEmpty()
                  ? folder
                  : RunFolder.open(output.resolve(FIRST), recipe.yaml());
          TrainingResult result = stages.towers(first, teacher);
          SpaceBundle space = stages.export(video, text, result, first.path());
          if (second.part().isPresent()) {
            SecondStage layers = second.part().get();
            result = stages.layers(layers, result, folder, teacher);
            space =
                stages.export(
                    layers.served(names(recipe.source().video()), video),
                    layers.served(names(recipe.source().text()), text),
                    result,
                    output);
          }
          TrainedOn trained = stages.trained();
          Path report = TrainingReport.write(recipe, output, trained);
          return new Outcome(
              space,
              report,
              result,
              trained.examples(),
              trained.captions(),
              List.copyOf(skipped),
              missing.size());
        }
      }
    }
  }

  /** What a run may have and closes at its end. */
  private record Opened<T extends AutoCloseable>(Optional<T> part) implements AutoCloseable {
    @Override
    public void close() {
      part.ifPresent(each -> {
        try {
          each.close();
        } catch (Exception e) {
          throw new IllegalStateException("closing a part of the run", e);
        }
      });
    }
  }

  private static Map<String, FrozenEncoder> byName(
      RunRecipe recipe, List<FrozenEncoder> video, List<FrozenEncoder> text) {
    Map<String, FrozenEncoder> byName = new LinkedHashMap<>();
    for (int i = 0; i < video.size(); i++) {
      byName.put(recipe.source().video().get(i).name(), video.get(i));
    }
    for (int i = 0; i < text.size(); i++) {
      byName.put(recipe.source().text().get(i).name(), text.get(i));
    }
    return byName;
  }

  private static Map<String, Path> frames(
      RunRecipe recipe,
      RunExamples examples,
      List<FrozenEncoder> video,
      Extraction extraction,
      Set<FeatureExtraction.Skipped> skipped) {
    Map<String, Path> frames = new LinkedHashMap<>();
    for (int i = 0; i < video.size(); i++) {
      Extraction.Done done =
          switch (video.get(i).modality()) {
            case MOTION -> extraction.clips(examples.all(), video.get(i));
            case AUDIO -> extraction.sounds(examples.all(), video.get(i));
            case VISUAL, TEXT -> extraction.frames(examples.all(), video.get(i));
          };
      frames.put(recipe.source().video().get(i).name(), done.folder());
      done.report().skipped().stream()
          .filter(each -> skipped.stream().noneMatch(s -> s.file().equals(each.file())))
          .forEach(skipped::add);
    }
    return frames;
  }

  private static Map<String, Path> texts(
      RunRecipe recipe, RunExamples examples, List<FrozenEncoder> text, Extraction extraction) {
    Map<String, Path> texts = new LinkedHashMap<>();
    List<String> all = texts(recipe, examples.all());
    for (int i = 0; i < text.size(); i++) {
      Extraction.Done done = extraction.texts(all, recipe.source().captionViews(), text.get(i));
      texts.put(recipe.source().text().get(i).name(), done.folder());
    }
    return texts;
  }

  private static List<String> names(List<RunRecipe.Encoder> encoders) {
    return encoders.stream().map(RunRecipe.Encoder::name).toList();
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
}
