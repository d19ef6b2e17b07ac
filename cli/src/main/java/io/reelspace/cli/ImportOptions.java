package io.reelspace.cli;

import io.reelspace.encode.ImportKind;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.encode.OutputPooling;
import io.reelspace.encode.TokenPooling;
import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is said of a model beside its files. */
final class ImportOptions {

  /** The kinds that can be asked for. */
  private enum Kind {
    AUTO,
    IMAGE,
    TEXT,
    CLIP,
    AUDIO
  }

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "Import only this: image, text, clip or audio (default auto: what the files hold).")
  private Kind kind = Kind.AUTO;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "float32 (default), float16 or int8, where the folder has such graphs.")
  private String precision = ModelPrecision.FLOAT32.label();

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The output of the graph that holds the features.")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--pooling",
      paramLabel = "NAME",
      description =
          "How the output becomes one row: none, first or mean; grid for images, last for texts.")
  private Optional<String> pooling = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Edge of the pictures that the graph takes, where no file says it.")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--resize",
      paramLabel = "N",
      description = "Length of the shorter edge before the middle is cut out (default --size).")
  private Optional<Integer> resize = Optional.empty();

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      description =
          "Mean of pictures from 0 to 1 (default that of ImageNet; of clips, that of Kinetics).")
  private List<Double> mean = List.of();

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      description = "Standard deviation of the same (default like that of --mean).")
  private List<Double> deviation = List.of();

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Tokens that the text graph reads, where no file says it.")
  private Optional<Integer> context = Optional.empty();

  @Option(
      names = "--pad",
      paramLabel = "N",
      description = "Fill every text up to the context with this token.")
  private Optional<Integer> padding = Optional.empty();

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Frames of a clip, where no file says it.")
  private Optional<Integer> frames = Optional.empty();

  @Option(
      names = "--frame-rate",
      paramLabel = "X",
      description = "Frames a second of the videos that a clip encoder was trained with.")
  private Optional<Double> frameRate = Optional.empty();

  @Option(
      names = "--frame-stride",
      paramLabel = "N",
      description = "Every how many of these a clip takes.")
  private Optional<Integer> frameStride = Optional.empty();

  @Option(
      names = "--overlap",
      paramLabel = "X",
      description = "Overlap of one clip with the next, from 0 to below 1.")
  private Optional<Double> overlap = Optional.empty();

  @Mixin private SoundOptions sound = new SoundOptions();

  ModelPrecision precision() {
    return Arrays.stream(ModelPrecision.values())
        .filter(value -> value.label().equalsIgnoreCase(precision))
        .findFirst()
        .orElseThrow(() ->
            new BadInputException(
                "--precision is '" + precision + "'; it must be float32, float16 or int8."));
  }

  ImportKind kind() {
    ImportKind.OfImages images =
        new ImportKind.OfImages(
            output,
            of(OutputPooling.values(), kind == Kind.IMAGE),
            shape(edge -> edge, ImportKind.Shape.MEAN, ImportKind.Shape.DEVIATION));
    ImportKind.OfTexts texts =
        new ImportKind.OfTexts(
            output, of(TokenPooling.values(), kind == Kind.TEXT), context, padding);
    ImportKind.OfClips clips = clips();
    return switch (kind) {
      case IMAGE -> images;
      case TEXT -> texts;
      case CLIP -> clips;
      case AUDIO -> sounds();
      case AUTO -> {
        if (pooling.isPresent() && images.pooling().isEmpty() && texts.pooling().isEmpty()) {
          throw unknownPooling();
        }
        yield new ImportKind.Automatic(images, texts, clips, sounds());
      }
    };
  }

  private ImportKind.OfClips clips() {
    if (kind == Kind.CLIP && pooling.isPresent()) {
      throw new BadInputException(
          "--pooling is of images and texts; clips are pooled by the mean.");
    }
    requireWithin("--frames", frames.map(Integer::doubleValue), 2, 1024);
    requireWithin("--frame-rate", frameRate, 0.1, 1000);
    requireWithin("--frame-stride", frameStride.map(Integer::doubleValue), 1, 1000);
    requireWithin("--overlap", overlap, 0, 0.95);
    return new ImportKind.OfClips(
        output,
        frames,
        frameRate,
        frameStride,
        overlap,
        shape(
            edge -> ImportKind.OfClips.kinetics(edge).resize(),
            ImportKind.OfClips.kinetics(1).mean(),
            ImportKind.OfClips.kinetics(1).deviation()));
  }

  private ImportKind.OfSounds sounds() {
    if (kind == Kind.AUDIO && pooling.isPresent()) {
      throw new BadInputException("--pooling is of images and texts; sounds give a row a window.");
    }
    return sound.of(output);
  }

  static void requireWithin(String option, Optional<Double> value, double least, double most) {
    if (value.filter(v -> !(v >= least && v <= most)).isPresent()) {
      throw new BadInputException(
          option
              + " is "
              + number(value.get())
              + "; it must be from "
              + number(least)
              + " to "
              + number(most)
              + ".");
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private <E extends Enum<E>> Optional<E> of(E[] values, boolean required) {
    Optional<E> found =
        pooling.flatMap(
            name -> Arrays.stream(values).filter(v -> v.name().equalsIgnoreCase(name)).findFirst());
    if (required && pooling.isPresent() && found.isEmpty()) {
      throw unknownPooling();
    }
    return found;
  }

  private BadInputException unknownPooling() {
    return new BadInputException(
        "--pooling is '"
            + pooling.orElse("")
            + "'; it must be none, first or mean, grid for images, or last for texts.");
  }

  private Optional<ImportKind.Shape> shape(
      IntUnaryOperator usualResize, List<Double> usualMean, List<Double> usualDeviation) {
    if (isNoColour(mean) || isNoColour(deviation) || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new BadInputException(
          "--mean and --std need three numbers each, R,G,B; those of --std above 0.");
    }
    if (size.isEmpty() && resize.isPresent()) {
      throw new BadInputException("--resize needs --size.");
    }
    return size.map(edge -> {
      int shorter = resize.orElseGet(() -> usualResize.applyAsInt(edge));
      if (edge < 1 || edge > 4096 || shorter < edge || shorter > 8192) {
        throw new BadInputException(
            "--size must be from 1 to 4096, and --resize from there to 8192.");
      }
      return new ImportKind.Shape(
          edge,
          shorter,
          mean.isEmpty() ? usualMean : mean,
          deviation.isEmpty() ? usualDeviation : deviation);
    });
  }

  private static boolean isNoColour(List<Double> values) {
    return !values.isEmpty() && values.size() != 3;
  }
}
