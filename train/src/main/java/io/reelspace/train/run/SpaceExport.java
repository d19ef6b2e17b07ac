package io.reelspace.train.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.SpaceManifest;
import io.reelspace.space.SpaceWriter;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.checkpoint.SafeTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts trained towers and their frozen encoders together as a space.
 *
 * @param recipe of the run
 * @param visual encoders in the order in which the visual tower takes their features
 * @param text the same for texts
 * @param trained how much was learned from
 */
record SpaceExport(
    RunRecipe recipe, List<FrozenEncoder> visual, List<FrozenEncoder> text, TrainedOn trained) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes the bundle in place of an earlier one. */
  SpaceBundle write(TrainingResult result, Path folder) {
    List<FrozenEncoder> encoders = new ArrayList<>(visual);
    encoders.addAll(text);
    SortedMap<String, Path> files = new TreeMap<>();
    encoders.forEach(encoder -> files.putAll(encoder.files()));
    files.put("towers/visual.onnx", result.towers().get("visual"));
    files.put("towers/text.onnx", result.towers().get("text"));
    ObjectNode metrics = JSON.createObjectNode();
    ObjectNode numbers = JSON.createObjectNode();
    validated(result).forEach((name, value) -> numbers.put(name, Double.parseDouble(value)));
    if (!numbers.isEmpty()) {
      metrics.set("validation", numbers);
    }
    result
        .measured()
        .ifPresent(measured -> {
          metrics.set("validation, text to video", intervals(measured.textToVideo()));
          metrics.set("validation, video to text", intervals(measured.videoToText()));
        });
    SpaceManifest manifest =
        new SpaceManifest(
            SpaceManifest.FORMAT,
            recipe.name(),
            recipe.description(),
            recipe.training().dimension(),
            encoders.stream().map(FrozenEncoder::manifest).toList(),
            towers(encoders),
            SpaceManifest.Optimisation.NONE,
            Map.of(),
            result.scores(),
            provenance(result),
            metrics);
    return SpaceWriter.write(
        folder,
        manifest,
        files,
        new SpaceCard(recipe, encoders, trained, result.measured()).text());
  }

  private static ObjectNode intervals(RetrievalEvaluation.Direction direction) {
    ObjectNode values = JSON.createObjectNode();
    for (String metric : SpaceCard.METRICS) {
      Estimate estimate = direction.raw().value(metric);
      values
          .putObject(metric)
          .put("value", estimate.value())
          .put("low", estimate.low())
          .put("high", estimate.high());
    }
    return values;
  }

  /** The tower of sounds is that of pictures where a recipe joins them. */
  private static Map<Modality, String> towers(List<FrozenEncoder> encoders) {
    Map<Modality, String> towers = new EnumMap<>(Modality.class);
    towers.put(Modality.VISUAL, "towers/visual.onnx");
    towers.put(Modality.TEXT, "towers/text.onnx");
    if (encoders.stream().anyMatch(encoder -> encoder.modality() == Modality.AUDIO)) {
      towers.put(Modality.AUDIO, "towers/visual.onnx");
    }
    return towers;
  }

  /** What the last validation measured on the exported weights, by the metric's name. */
  private static Map<String, String> validated(TrainingResult result) {
    Map<String, String> metrics = new LinkedHashMap<>();
    if (result.best().isPresent()) {
      new TreeMap<>(SafeTensors.read(result.weights()).metadata())
          .forEach((name, value) -> {
            if (!name.equals("step")) {
              metrics.put(name, value);
            }
          });
    }
    return metrics;
  }

  private ObjectNode provenance(TrainingResult result) {
    RunRecipe.Source source = recipe.source();
    ObjectNode training = JSON.createObjectNode();
    ObjectNode data = training.putArray("data").addObject();
    data.put("dataset", datasetName(source.annotations()));
    source.splits().forEach(data.withArray("splits")::add);
    data.put("examples", trained.examples());
    data.put("captions", trained.captions());
    data.put("skipped", trained.skipped());
    if (source.validation() instanceof RunRecipe.Validation.Splits splits) {
      splits.names().forEach(training.withArray("validationSplits")::add);
    }
    training.put("heldOut", trained.validation());
    source.classNames().ifPresent(names -> training.put("classNames", names.names().size()));
    training.put("seed", recipe.training().seed());
    training.put("steps", result.steps());
    step(result).ifPresent(step -> training.put("bestStep", step));
    recipe.yaml().lines().forEach(training.withArray("recipe")::add);
    return training;
  }

  private static Optional<Long> step(TrainingResult result) {
    return Optional.ofNullable(SafeTensors.read(result.weights()).metadata().get("step"))
        .map(Long::parseLong);
  }

  /** The file's name under its folder's: data sets lie elsewhere on other machines. */
  static String datasetName(Path annotations) {
    int names = annotations.getNameCount();
    return annotations.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
  }
}
