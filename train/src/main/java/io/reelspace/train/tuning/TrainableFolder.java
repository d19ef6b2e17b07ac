package io.reelspace.train.tuning;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.reelspace.encode.EncoderSettings;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.OutputPooling;
import io.reelspace.encode.TokenPooling;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.ImageSize;
import io.reelspace.space.Modality;
import io.reelspace.train.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of an encoder that can be trained: {@code model.onnx}, {@code model.pt}, perhaps
 * {@code training.json}, beside what every encoder has.
 *
 * @param path of the folder
 * @param modality pictures or texts
 * @param outputs that are joined, at least one
 * @param onnx the network as it is served
 */
public record TrainableFolder(Path path, Modality modality, List<String> outputs, OnnxModel onnx) {

  /** Keeps its own copy. */
  public TrainableFolder {
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads what is needed before the module is loaded.
   *
   * @param outputs names of outputs; what the folder's settings say when empty
   * @throws BadInputException when it is an encoder of clips or of sounds
   * @throws MissingModelException when a file is damaged or the network is of another kind
   */
  public static TrainableFolder read(Path path, Modality modality, List<String> outputs) {
    if (modality == Modality.MOTION || modality == Modality.AUDIO) {
      throw new BadInputException(
          "The encoder in %s takes %s; layers of encoders of pictures and of texts can be trained."
              .formatted(path, modality == Modality.MOTION ? "clips" : "sounds"));
    }
    OnnxModel onnx = OnnxModel.read(path.resolve("model.onnx"));
    Optional<EncoderSettings> settings = EncoderSettings.read(path);
    String named = "";
    if (settings.orElse(null) instanceof EncoderSettings.OfImages images) {
      named = images.output();
      if (outputs.isEmpty() && images.pooling() != OutputPooling.NONE) {
        throw new MissingModelException(
            path.resolve(EncoderSettings.FILE)
                + ": pooling is "
                + images.pooling()
                + "; an encoder is fine-tuned by an output [pictures, channels] of the network.");
      }
    } else if (settings.orElse(null) instanceof EncoderSettings.OfTexts texts) {
      named = texts.output();
    }
    if (modality == Modality.TEXT && !isPadded(settings)) {
      throw new MissingModelException(
          path.resolve(EncoderSettings.FILE)
              + ": a text network is fine-tuned when it pools by itself (pooling: none) and all"
              + " texts are filled up to its context (padded: true), as those of CLIP.");
    }
    List<String> wanted =
        !outputs.isEmpty()
            ? outputs
            : List.of(named.isEmpty() ? onnx.outputs().keySet().iterator().next() : named);
    return new TrainableFolder(path, modality, wanted, onnx);
  }

  private static boolean isPadded(Optional<EncoderSettings> settings) {
    return settings.orElse(null) instanceof EncoderSettings.OfTexts texts
        && texts.padded()
        && texts.pooling() == TokenPooling.NONE;
  }

  /** The module. */
  Path torch() {
    return path.resolve("model.pt");
  }

  /** Where among the outputs of the network those that are wanted stand. */
  List<Integer> outputPlaces() {
    List<String> all = List.copyOf(onnx.outputs().keySet());
    return outputs.stream().map(name -> all.indexOf(requireOutput(name))).toList();
  }

  /** Channels of all wanted outputs. */
  int channels() {
    return outputs.stream()
        .mapToInt(name -> {
          List<Long> shape = onnx.outputs().get(requireOutput(name));
          if (shape.size() != 2 || shape.get(1) < 1) {
            throw new MissingModelException(
                "%s: output %s is %s; [rows, channels] is needed for fine-tuning."
                    .formatted(onnx.file(), name, shape));
          }
          return Math.toIntExact(shape.get(1));
        })
        .sum();
  }

  private String requireOutput(String name) {
    if (!onnx.outputs().containsKey(name)) {
      throw new MissingModelException(
          "%s has no output %s; its outputs are %s."
              .formatted(onnx.file(), name, onnx.outputs().keySet()));
    }
    return name;
  }

  /** The input as a place where training can begin. */
  Cut input() {
    List<Long> shape = new ArrayList<>(onnx.inputShape());
    if (modality == Modality.TEXT) {
      int context =
          EncoderSettings.read(path)
              .map(settings -> ((EncoderSettings.OfTexts) settings).context())
              .orElseThrow();
      return new Cut(onnx.input(), List.of((long) context), "forward");
    }
    ImageSize size = ImageEncoder.inputSize(path);
    List<Long> wanted =
        onnx.inputType() == TensorProto.DataType.UINT8
            ? List.of((long) size.height(), (long) size.width(), 3L)
            : List.of(3L, (long) size.height(), (long) size.width());
    boolean fits = shape.size() == 3;
    for (int d = 0; fits && d < 3; d++) {
      fits = shape.get(d) == -1 || shape.get(d).equals(wanted.get(d));
    }
    if (!fits) {
      throw new MissingModelException(
          "%s: input %s takes pictures %s where preprocessor_config.json (size) makes %s (-1: any)."
              .formatted(onnx.file(), onnx.input(), shape, wanted));
    }
    return new Cut(onnx.input(), wanted, "forward");
  }

  /** The last place before any of these weights. */
  Cut lastCutBefore(Set<String> weights) {
    Cut last = input();
    for (Cut cut : Cut.read(path)) {
      if (!onnx.computes(cut.tensor())) {
        throw new MissingModelException(
            "%s: the cut \"%s\" is no tensor of model.onnx."
                .formatted(path.resolve(Cut.FILE), cut.tensor()));
      }
      if (onnx.weightsBefore(cut.tensor()).stream().noneMatch(weights::contains)) {
        last = cut;
      }
    }
    return last;
  }

  /** Checks that a weight of the module is one of the ONNX file too. */
  void requireWeight(String name, Shape shape, Parameter parameter) {
    Map<String, List<Long>> weights = onnx.weights();
    List<Long> own = Arrays.stream(shape.getShape()).boxed().toList();
    List<Long> served = weights.get(name);
    if (served == null || !served.equals(own)) {
      throw new MissingModelException(
          "%s has the weight %s of %s, %s has %s. Make both from the same network, with the same names."
              .formatted(
                  torch(),
                  parameter.getName(),
                  own,
                  onnx.file(),
                  served == null ? "none of that name" : "it of " + served));
    }
  }

  /** A failure of the module beside the ONNX file. */
  MissingModelException unfit(String what, Throwable cause) {
    return new MissingModelException(
        torch()
            + " does not fit its folder: "
            + what
            + ". Make it again from the network that model.onnx holds.",
        cause);
  }
}
