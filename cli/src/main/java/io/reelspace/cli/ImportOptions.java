package io.reelspace.cli;

import io.reelspace.encode.ImportKind;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.encode.OutputPooling;
import io.reelspace.encode.TokenPooling;
import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said of a model beside its files. */
final class ImportOptions {

  /** The kinds that can be asked for. */
  private enum Kind {
    AUTO,
    IMAGE,
    TEXT
  }

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Import only this: image or text (default auto: what the files hold).")
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
      description = "Mean of pictures from 0 to 1 (default that of ImageNet).")
  private List<Double> mean = ImportKind.Shape.MEAN;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      description = "Standard deviation of the same (default that of ImageNet).")
  private List<Double> deviation = ImportKind.Shape.DEVIATION;

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
        new ImportKind.OfImages(output, of(OutputPooling.values(), kind == Kind.IMAGE), shape());
    ImportKind.OfTexts texts =
        new ImportKind.OfTexts(
            output, of(TokenPooling.values(), kind == Kind.TEXT), context, padding);
    return switch (kind) {
      case IMAGE -> images;
      case TEXT -> texts;
      case AUTO -> {
        if (pooling.isPresent() && images.pooling().isEmpty() && texts.pooling().isEmpty()) {
          throw unknownPooling();
        }
        yield new ImportKind.Automatic(images, texts);
      }
    };
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

  private Optional<ImportKind.Shape> shape() {
    if (mean.size() != 3 || deviation.size() != 3 || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new BadInputException(
          "--mean and --std need three numbers each, R,G,B; those of --std above 0.");
    }
    if (size.isEmpty() && resize.isPresent()) {
      throw new BadInputException("--resize needs --size.");
    }
    return size.map(edge -> {
      int shorter = resize.orElse(edge);
      if (edge < 1 || edge > 4096 || shorter < edge || shorter > 4096) {
        throw new BadInputException(
            "--size must be from 1 to 4096, and --resize from there to 4096.");
      }
      return new ImportKind.Shape(edge, shorter, mean, deviation);
    });
  }
}
