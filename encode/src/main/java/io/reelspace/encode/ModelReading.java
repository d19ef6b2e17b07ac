package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the graphs of a model and what they are for.
 *
 * @param config of {@code config.json}; an empty object where there is none
 */
record ModelReading(
    ModelFolder folder, JsonNode config, ImportKind kind, ModelPrecision precision) {

  /** What is to be made of the model, at least one encoder. */
  List<EncoderPlan> plans() {
    List<EncoderPlan> plans = new ArrayList<>();
    Optional<OnnxFile> vision = graph(ImageTextLayout.VISION);
    Optional<OnnxFile> text = graph(ImageTextLayout.TEXT);
    Optional<ImportKind.OfSounds> heard = wantedSounds();
    if (heard.isPresent()) {
      OnnxFile graph = graph(SoundImport.GRAPHS).orElseGet(this::only);
      plans.add(new SoundImport(folder).plan(graph, heard.get()));
      if (kind instanceof ImportKind.Automatic all) {
        text.map(g -> new TextLayout(folder, config).plan(g, all.texts())).ifPresent(plans::add);
      }
    } else if (vision.isPresent() || text.isPresent()) {
      ImageTextLayout layout = ImageTextLayout.of(folder, config);
      wantedImages().ifPresent(w -> vision.map(g -> layout.images(g, w)).ifPresent(plans::add));
      wantedTexts().ifPresent(w -> text.map(g -> layout.texts(g, w)).ifPresent(plans::add));
    } else {
      plans.addAll(ofOne(only()));
    }
    if (plans.isEmpty()) {
      throw new MissingModelException(
          "Nothing in " + folder.place() + " is of the kind that was asked for. Leave out --kind.");
    }
    plans.stream().map(EncoderPlan::graph).distinct().forEach(OnnxFile::requireSound);
    return plans;
  }

  private Optional<OnnxFile> graph(List<String> names) {
    return folder.graph(precision, names).map(OnnxFile::read);
  }

  /** The graph of a model that has just one. */
  private OnnxFile only() {
    return folder
        .graph(precision, List.of("model"))
        .or(() -> Optional.of(folder.graphs()).filter(all -> all.size() == 1).map(List::getFirst))
        .map(OnnxFile::read)
        .orElseThrow(() ->
            new MissingModelException(
                "No graph in "
                    + folder.place()
                    + ": there is no model.onnx, onnx/model.onnx, vision_model.onnx, visual.onnx,"
                    + " text_model.onnx or textual.onnx, but "
                    + folder.graphs().stream().map(folder.place()::relativize).toList()
                    + ". Export the model as ONNX, or name its file."));
  }

  private List<EncoderPlan> ofOne(OnnxFile graph) {
    boolean pictures = graph.inputs().values().stream().anyMatch(OnnxFile.Tensor::isPicture);
    boolean texts = graph.inputs().values().stream().anyMatch(OnnxFile.Tensor::isWhole);
    if (graph.inputs().values().stream().anyMatch(ClipImport::isClip)) {
      return wantedClips().map(w -> new ClipImport(folder, config).plan(graph, w)).stream()
          .toList();
    }
    if (pictures && texts) {
      ImageTextLayout layout = ImageTextLayout.of(folder, config);
      return Stream.concat(
              wantedImages().map(w -> layout.images(graph, w)).stream(),
              wantedTexts().map(w -> layout.texts(graph, w)).stream())
          .toList();
    }
    if (pictures) {
      return wantedImages().map(w -> new BackboneLayout(folder, config).plan(graph, w)).stream()
          .toList();
    }
    if (texts) {
      return wantedTexts().map(w -> new TextLayout(folder, config).plan(graph, w)).stream()
          .toList();
    }
    throw new MissingModelException(
        "The model "
            + graph.file()
            + " takes neither pictures [n, 3, height, width], nor tokens [n, tokens], nor clips"
            + " [n, 3, frames, height, width]; its inputs are "
            + List.copyOf(graph.inputs().values())
            + ". Export it again; one that takes sound is imported with --kind audio.");
  }

  private Optional<ImportKind.OfImages> wantedImages() {
    return switch (kind) {
      case ImportKind.Automatic automatic -> Optional.of(automatic.images());
      case ImportKind.OfImages images -> Optional.of(images);
      case ImportKind.OfTexts _, ImportKind.OfClips _, ImportKind.OfSounds _ -> Optional.empty();
    };
  }

  private Optional<ImportKind.OfTexts> wantedTexts() {
    return switch (kind) {
      case ImportKind.Automatic automatic -> Optional.of(automatic.texts());
      case ImportKind.OfTexts texts -> Optional.of(texts);
      case ImportKind.OfImages _, ImportKind.OfClips _, ImportKind.OfSounds _ -> Optional.empty();
    };
  }

  private Optional<ImportKind.OfClips> wantedClips() {
    return switch (kind) {
      case ImportKind.Automatic automatic -> Optional.of(automatic.clips());
      case ImportKind.OfClips clips -> Optional.of(clips);
      case ImportKind.OfImages _, ImportKind.OfTexts _, ImportKind.OfSounds _ -> Optional.empty();
    };
  }

  /** Sounds, where they are asked for or a file beside the graph is about them. */
  private Optional<ImportKind.OfSounds> wantedSounds() {
    return switch (kind) {
      case ImportKind.OfSounds sounds -> Optional.of(sounds);
      case ImportKind.Automatic automatic ->
          Optional.of(automatic.sounds())
              .filter(sounds -> sounds.isSaid() || new SoundImport(folder).isSaid());
      case ImportKind.OfImages _, ImportKind.OfTexts _, ImportKind.OfClips _ -> Optional.empty();
    };
  }

  /** The family, or the model type that the configuration states. */
  String family() {
    boolean two =
        graph(ImageTextLayout.VISION).isPresent() || graph(ImageTextLayout.TEXT).isPresent();
    boolean heard = wantedSounds().isPresent();
    if (!heard && (two || isJoined(only()))) {
      return ImageTextLayout.of(folder, config).family().label();
    }
    return config.path("model_type").asText(config.path("architecture").asText("unknown"));
  }

  private static boolean isJoined(OnnxFile graph) {
    return graph.inputs().values().stream().anyMatch(OnnxFile.Tensor::isPicture)
        && graph.inputs().values().stream().anyMatch(OnnxFile.Tensor::isWhole);
  }

  /**
   * Factor and summand by which the model makes logits of cosines; known of models whose graph
   * takes pictures and texts together and gives logits.
   */
  List<Double> logitScale(Inference inference) {
    Optional<Path> together = folder.graphs().isEmpty() ? Optional.empty() : joined();
    return together.map(file -> JoinedLogits.scale(file, inference)).orElse(List.of());
  }

  private Optional<Path> joined() {
    return folder.graphs().stream()
        .filter(file -> ModelPrecision.of(file.toString()) == precision)
        .filter(file -> file.getFileName().toString().startsWith("model"))
        .filter(file -> {
          OnnxFile graph = OnnxFile.read(file);
          return isJoined(graph) && graph.outputs().containsKey("logits_per_image");
        })
        .findFirst();
  }
}
