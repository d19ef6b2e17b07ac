package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.MissingModelException;
import java.util.List;
import java.util.Optional;

/**
 * Networks of clips: one input of five dimensions, which its shape and what is said name in full.
 */
record ClipImport(ModelFolder folder, JsonNode config) {

  /** Mean and deviation of Kinetics, as torchvision's R3D, R(2+1)D and MC3 were trained with. */
  static final List<Double> MEAN = List.of(0.43216, 0.394666, 0.37645);

  /** See {@link #MEAN}. */
  static final List<Double> DEVIATION = List.of(0.22803, 0.22145, 0.216989);

  private static final List<String> USUAL =
      List.of("features", "embedding", "embeddings", "pooler_output", "last_hidden_state");

  static boolean isClip(OnnxFile.Tensor input) {
    return input.shape().length == 5
        && (input.type() == OnnxFile.FLOAT
            || input.type() == OnnxFile.FLOAT16
            || input.type() == OnnxFile.UINT8);
  }

  EncoderPlan plan(OnnxFile graph, ImportKind.OfClips wanted) {
    ObjectNode preprocessing =
        (ObjectNode) PictureConfiguration.of(folder, config, wanted.shape()).deepCopy();
    folder
        .json("preprocessor_config.json")
        .ifPresent(own -> {
          for (String key : ClipPreprocessing.KEYS) {
            if (own.has(key)) {
              preprocessing.set(key, own.get(key));
            }
          }
        });
    preprocessing.put("num_frames", frames(graph, wanted, preprocessing));
    wanted.frameRate().ifPresent(rate -> preprocessing.put("frame_rate", rate));
    wanted.frameStride().ifPresent(stride -> preprocessing.put("frame_stride", stride));
    wanted.overlap().ifPresent(overlap -> preprocessing.put("clip_overlap", overlap));
    return new EncoderPlan.OfClips(
        graph, preprocessing, new EncoderSettings.OfClips(graph.output(wanted.output(), USUAL)));
  }

  private int frames(OnnxFile graph, ImportKind.OfClips wanted, JsonNode preprocessing) {
    JsonNode said =
        preprocessing.has("num_frames")
            ? preprocessing.path("num_frames")
            : config.path("num_frames");
    return wanted
        .frames()
        .or(() -> said.isInt() ? Optional.of(said.asInt()) : Optional.empty())
        .or(() -> framesOfGraph(graph))
        .orElseThrow(() ->
            new MissingModelException(
                "Neither the model "
                    + graph.file()
                    + " nor a file beside it (num_frames in preprocessor_config.json or"
                    + " config.json) says how many frames a clip has. Say it with --frames."));
  }

  /** What stands beside the colours: in the third place, or in the second. */
  private static Optional<Integer> framesOfGraph(OnnxFile graph) {
    long[] shape =
        graph.inputs().values().stream()
            .filter(ClipImport::isClip)
            .findFirst()
            .orElseThrow()
            .shape();
    long frames = shape[1] == 3 ? shape[2] : shape[1];
    return frames > 1 && frames <= 1024 ? Optional.of((int) frames) : Optional.empty();
  }
}
