package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.MissingModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Networks of sounds: one input, a wave or a spectrogram, for which a file beside the graph or what
 * is said of it names the front end.
 */
record SoundImport(ModelFolder folder) {

  /** Names of the graph of sounds where a model has several. */
  static final List<String> GRAPHS = List.of("audio_model", "audio");

  private static final String CONFIGURATION = "preprocessor_config.json";

  private static final List<String> USUAL =
      List.of(
          "audio_embeds",
          "embedding",
          "embeddings",
          "features",
          "pooler_output",
          "clipwise_output");

  /** Whether a file beside the graph is about sound: it names a rate. */
  boolean isSaid() {
    return folder.json(CONFIGURATION).filter(c -> c.has("sampling_rate")).isPresent();
  }

  EncoderPlan plan(OnnxFile graph, ImportKind.OfSounds wanted) {
    OnnxFile.Tensor input = input(graph);
    ObjectNode preprocessing =
        wanted
            .frontEnd()
            .or(() -> isSaid() ? Optional.empty() : frontEnd(input))
            .map(FrontEnd::configuration)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    folder
        .json(CONFIGURATION)
        .ifPresent(
            own -> own.properties().forEach(e -> preprocessing.set(e.getKey(), e.getValue())));
    if (preprocessing.isEmpty()) {
      throw new MissingModelException(
          "Neither the model "
              + graph.file()
              + " nor a preprocessor_config.json beside it says what sound goes through before the"
              + " network. Say it with --front-end: wave, vggish, yamnet, panns or clap.");
    }
    wanted.rate().ifPresent(rate -> preprocessing.put("sampling_rate", rate));
    wanted.window().ifPresent(window -> preprocessing.put("max_length_s", window));
    wanted.hop().ifPresent(hop -> preprocessing.put("hop_length_s", hop));
    JsonNode rate = preprocessing.path("sampling_rate");
    if (!rate.isIntegralNumber()) {
      throw new MissingModelException(
          "Neither the model "
              + graph.file()
              + " nor a file beside it (sampling_rate in preprocessor_config.json) says at what rate"
              + " it takes sound. Say it with --rate.");
    }
    if (!preprocessing.has("max_length_s") && !preprocessing.has("chunk_length_s")) {
      samples(input)
          .ifPresent(samples -> preprocessing.put("max_length_s", samples / rate.asDouble()));
    }
    return new EncoderPlan.OfSounds(
        graph, preprocessing, new EncoderSettings.OfSounds(graph.output(wanted.output(), USUAL)));
  }

  private static OnnxFile.Tensor input(OnnxFile graph) {
    OnnxFile.Tensor first = graph.inputs().values().iterator().next();
    int rank = first.shape().length;
    boolean sound = first.type() == OnnxFile.FLOAT && rank >= 2 && rank <= 4;
    if (graph.inputs().size() != 1 || !sound) {
      throw new MissingModelException(
          "The model "
              + graph.file()
              + " takes "
              + List.copyOf(graph.inputs().values())
              + "; an encoder of sounds has one input, waves [n, samples] or spectrograms [n, frames,"
              + " bands], in float32. Export it again.");
    }
    return first;
  }

  /** A graph of two dimensions can only take waves. */
  private static Optional<FrontEnd> frontEnd(OnnxFile.Tensor input) {
    return input.shape().length == 2 ? Optional.of(FrontEnd.WAVE) : Optional.empty();
  }

  /** Samples of a wave, where the graph takes just so many. */
  private static Optional<Long> samples(OnnxFile.Tensor input) {
    long[] shape = input.shape();
    boolean wave = shape.length == 2 || (shape.length == 3 && shape[1] == 1);
    return Arrays.stream(shape)
        .skip(shape.length - 1L)
        .filter(n -> wave && n > 1)
        .boxed()
        .findFirst();
  }
}
